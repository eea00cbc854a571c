/** Compiles crypto/kernel/ from AssemblyScript to WebAssembly and puts the bytes into programs and tests that import them. */

import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import asc from 'assemblyscript/asc'
import { inProject } from '../project.mjs'
import { filesBelow } from './entries.mjs'

const MODULE = 'virtual:wasm/commitment-kernel'
const FOLDER = inProject('crypto/kernel')
const ENTRY = 'kernel.ts'

/**
 * What the kernel needs of its build: no runtime, because it manages its own memory; vectors; no import of an `abort`,
 * because its only failure is a trap.
 */
const OPTIONS = ['--runtime', 'stub', '-O3', '--noAssert', '--enable', 'simd', '--use', 'abort=']

/**
 * Serves `virtual:wasm/commitment-kernel`.
 * @returns {import('vite').Plugin}
 */
export function wasmKernel() {
  /** @type {Promise<Uint8Array> | undefined} */
  let compiled
  return {
    name: 'wasm-kernel',
    resolveId: (id) => (id === MODULE ? `\0${MODULE}` : null),
    async load(id) {
      if (id !== `\0${MODULE}`) return null
      const bytes = await (compiled ??= compileKernel())
      const text = JSON.stringify(Buffer.from(bytes).toString('base64'))
      return `export const kernelBytes = () => Buffer.from(${text}, 'base64')`
    }
  }
}

/**
 * @param {string[]} entries files of the folder whose exports the module has; tests look at the parts, too
 * @returns {Promise<Uint8Array>} the module; the same bytes for the same sources
 */
export async function compileKernel(entries = [ENTRY]) {
  const kept = inProject(`out/.kernel/${fingerprint(entries)}.wasm`)
  if (existsSync(kept)) return readFileSync(kept)
  const bytes = await compile(entries)
  // Tests compile at the same time: nobody may read half a file.
  const next = `${kept}.${process.pid}-${randomUUID()}`
  mkdirSync(path.dirname(kept), { recursive: true })
  writeFileSync(next, bytes)
  renameSync(next, kept)
  return bytes
}

/** @param {string[]} entries */
function fingerprint(entries) {
  const hash = createHash('sha256').update(JSON.stringify([asc.version, OPTIONS, entries]))
  for (const file of filesBelow(FOLDER)) hash.update(`${file}\0`).update(readFileSync(file))
  return hash.digest('hex').slice(0, 32)
}

/**
 * @param {string[]} entries
 * @returns {Promise<Uint8Array>}
 */
async function compile(entries) {
  /** @type {Uint8Array | undefined} */
  let bytes
  const { error, stderr } = await asc.main([...entries, '--outFile', 'kernel.wasm', ...OPTIONS], {
    readFile: (name) => readSource(path.join(FOLDER, name)),
    writeFile: (name, content) => {
      if (name.endsWith('.wasm') && typeof content !== 'string') bytes = content
    },
    listFiles: () => []
  })
  if (error || !bytes) throw new Error(`crypto/kernel does not compile:\n${stderr.toString()}`, { cause: error })
  return bytes
}

/**
 * TypeScript's own tools take no decorator before a function, so the sources have `@inline` in a comment.
 * @param {string} file
 */
function readSource(file) {
  try {
    return readFileSync(file, 'utf8').replaceAll('/* @inline */', '@inline')
  } catch {
    return null
  }
}
