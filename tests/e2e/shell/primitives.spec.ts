/** The platform's cryptography as the core has it: in a utility process of the Electron that runs here. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { build } from 'vite'
import { noblePrimitives, toHex } from '../../../crypto'
import { nodeBuild } from '../../../scripts/build/vite-targets.mjs'
import { ed25519EdgeCases } from '../../support/ed25519-edge-cases'
import { referenceSeal } from '../../support/reference-aead'
import { seededRandom } from '../../support/seeded-random'
import { sharedDataPath } from '../../support/shared-data-path'
import type { Asked, Found, Signed } from '../support/judge-vectors'
import { expect, test } from '../support/test'

const SUPPORT = path.resolve(import.meta.dirname, '../support')
/** As it stands beside the running program. */
const WORKER = path.resolve(import.meta.dirname, '../../../out/main/commitment-worker.cjs')
const RULE = path.resolve(import.meta.dirname, '../../vectors/crypto/ed25519-rule.json')
/** Signed and then changed in one bit. */
const MUTATIONS = 200
/** noble's share of the work takes ten seconds on a busy machine. */
const PATIENCE_MS = 120_000

type RuleCase = { readonly publicKey: string; readonly message: string; readonly signature: string; accept: boolean }
const rule = (JSON.parse(readFileSync(RULE, 'utf8')) as { cases: readonly RuleCase[] }).cases
const random = seededRandom('electron')
const hex = (length: number): string => toHex(random.bytes(length))

let asked: Asked
let found: Found

test.beforeAll(async ({ program }) => {
  test.setTimeout(PATIENCE_MS)
  const folder = mkdtempSync(path.join(os.tmpdir(), 'wattveil-vectors-'))
  try {
    await build(nodeBuild(folder, { judge: path.join(SUPPORT, 'judge-vectors.ts') }))
    asked = ask()
    found = await program.app.evaluate(
      ({ utilityProcess }, { entry, cases }) =>
        new Promise<Found>((resolve, reject) => {
          const child = utilityProcess.fork(entry)
          child.once('message', (answer: Found) => {
            resolve(answer)
            child.kill()
          })
          child.once('exit', (code) => reject(new Error(`ended with code ${code}`)))
          child.postMessage(cases)
        }),
      { entry: path.join(folder, 'judge.cjs'), cases: asked }
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('the strict rule accepts and refuses as its vectors say', () => {
  expect(found.verified.slice(0, rule.length)).toEqual(rule.map(({ accept }) => accept))
})

test('signatures on which libraries disagree, and changed ones, get the verdict of noble', () => {
  expect(found.verified).toHaveLength(asked.signed.length)
  expect(found.verified).toEqual(found.verifiedByNoble)
  expect(found.verified).toContain(true)
})

test('keys agree, or are refused, as with noble', () => {
  expect(found.agreed).toEqual(found.agreedByNoble)
  expect(found.agreed.slice(0, 3)).toEqual(['small-order', 'small-order', 'not-canonical'])
})

test('tags are those of noble', () => {
  expect(found.hashed).toEqual(found.hashedByNoble)
})

test('sealed bytes are those of the standard, and open again', () => {
  const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'))
  expect(found.sealed).toEqual(
    asked.sealed.map(({ key, nonce, associated, plain }) =>
      toHex(referenceSeal(bytes(key), bytes(nonce), bytes(associated), bytes(plain)))
    )
  )
  expect(found.opened).toEqual(asked.sealed.map(({ plain }) => plain))
})

test('the kernel in WebAssembly passes its self-test', () => {
  expect(found.kernel).toBe('wasm')
})

test("it is what the program's worker threads compute with", () => {
  expect(found.workers).toEqual({ kernel: 'wasm', fits: 999 })
})

function ask(): Asked {
  const highest = 'ff'.repeat(31)
  const others = [
    '00'.repeat(32),
    `01${'00'.repeat(31)}`,
    `ee${highest.slice(2)}7f`,
    ...Array.from({ length: 40 }, canonicalKey)
  ]
  return {
    signed: [...rule.map(({ publicKey, ...rest }) => ({ ...rest, key: publicKey })), ...edgeCases(), ...mutations()],
    agreed: others.map((peer) => ({ secret: hex(32), peer })),
    hashed: Array.from({ length: 300 }, (_, length) => ({ key: hex(1 + (length % 200)), message: hex(length) })),
    sealed: Array.from({ length: 40 }, (_, length) => ({
      ...{ key: hex(32), nonce: hex(12), associated: hex(length % 21), plain: hex(length) }
    })),
    workerFile: WORKER
  }
}

function canonicalKey(): string {
  const bytes = random.bytes(32)
  bytes[31] = (bytes[31] ?? 0) & 0x3f
  return toHex(bytes)
}

/** None where the optional data is absent; the rule's own vectors have every kind of them. */
function edgeCases(): readonly Signed[] {
  const folder = sharedDataPath()
  if (folder === undefined) return []
  return ed25519EdgeCases(folder).map(({ signature, message, key }) => ({ signature, key, message: toHex(message) }))
}

function mutations(): readonly Signed[] {
  const seed = random.bytes(32)
  const key = noblePrimitives.ed25519.publicKey(seed)
  return Array.from({ length: MUTATIONS }, (_, index) => {
    const message = random.bytes(index % 60)
    const parts = { signature: noblePrimitives.ed25519.sign(seed, message), key: key.slice() }
    const part = index % 3 === 0 ? parts.key : parts.signature
    const at = random.below(part.length)
    if (index % 5 !== 0) part[at] = (part[at] ?? 0) ^ (1 << random.below(8))
    return { signature: toHex(parts.signature), key: toHex(parts.key), message: toHex(message) }
  })
}
