/** Every field of a right bill is changed, one at a time and in pairs: no change may leave the word correct. */

import { describe, expect, it } from 'vitest'
import { createInProcessWork } from '../../../adapters/commitment-work/in-process-work'
import { encodeBill } from '../../../app/bills/documents/bill-document'
import { encodeSignedFile, signFile } from '../../../app/bills/documents/signed-file'
import { type Verification, verifyBill } from '../../../app/bills/verify-bill'
import { createNobleKernel, utf8 } from '../../../crypto'
import { dynamicWithGridFeeTariff, threeTimesTariff } from '../../../services/supplier/example-tariffs'
import { type BillCase, billCase, exampleTerms, primitives } from '../../support/bills/bill-case'
import { type Json, type Path, at, changesOf, leavesOf, remove, replace } from '../../support/bills/mutations'
import { rememberingWork } from '../../support/bills/remembering-work'
import { richCase, signedBySupplier } from '../../support/bills/rich-case'
import { seededRandom } from '../../support/seeded-random'

type Victim = {
  readonly name: string
  readonly json: Json
  /** Changes tried on each field, of those there are; a large bill takes turns unless WATTVEIL_FULL is set. */
  readonly tries: number
  /** A body signed anew by the supplier. */
  readonly judge: (json: Json) => Promise<Verification>
  /** A body under the right bill's signature. */
  readonly judgeForged: (json: Json) => Promise<Verification>
}

const work = rememberingWork(createInProcessWork(createNobleKernel(), seededRandom('mutation')))

function victimOf(name: string, made: BillCase): Victim {
  const bytesOf = (json: Json): Uint8Array => utf8(JSON.stringify(json))
  const { signature } = made.sign(made.bill)
  const sign = (json: Json) => signFile(primitives, 'bill', bytesOf(json), made.supplierSeed)
  return {
    name,
    tries: Infinity,
    json: JSON.parse(new TextDecoder().decode(encodeBill(made.bill))) as Json,
    judge: (json) => made.verifyBytes(encodeSignedFile(sign(json))),
    judgeForged: (json) => made.verifyBytes(encodeSignedFile({ ...sign(json), signature }))
  }
}

function richVictim(): Victim {
  const made = richCase()
  const verify = (file: Uint8Array): Promise<Verification> => verifyBill(made.sources, file)
  const right = JSON.parse(new TextDecoder().decode(made.fileOf(made.bill))) as { readonly sig: string }
  return {
    name: 'a bill of version 2 with two registers and two meters',
    tries: process.env['WATTVEIL_FULL'] ? Infinity : 1,
    json: JSON.parse(new TextDecoder().decode(encodeBill(made.bill))) as Json,
    judge: (json) => verify(signedBySupplier(utf8(JSON.stringify(json)), 2)),
    judgeForged: (json) => {
      const file = JSON.parse(new TextDecoder().decode(signedBySupplier(utf8(JSON.stringify(json)), 2))) as object
      return verify(utf8(JSON.stringify({ ...file, sig: right.sig })))
    }
  }
}

const victims: readonly Victim[] = [
  victimOf(
    'a time-of-use bill',
    billCase({ seconds: 3600, tariff: threeTimesTariff(exampleTerms()), daysBefore: 1, work })
  ),
  victimOf(
    'a dynamic bill with a grid fee',
    billCase({
      seconds: 3600,
      tariff: dynamicWithGridFeeTariff(exampleTerms()),
      listPrice: (start) => BigInt((start % 99_991) - 20_000),
      work
    })
  ),
  richVictim()
]

/** A supplier may call a bill what it likes and send it when it likes, after the period; an instalment too has any name. */
function isFree(path: Path, json: Json): boolean {
  if (path.length === 1) return ['number', 'issued'].includes(String(path[0]))
  return path[0] === 'settlement' && path[2] === 'name' && at(json, [...path.slice(0, 2), 'kind']) === 'instalment'
}

/** Seeded, so that a survivor is found again. */
const PAIRS = 120

describe.each(victims)('$name', { timeout: 300_000 }, ({ json, tries, judge, judgeForged }) => {
  const leaves = leavesOf(json).filter((path) => !isFree(path, json))

  it('is correct as it stands, and has fields to change', async () => {
    expect((await judge(json)).verdict).toBe('correct')
    expect(leaves.length).toBeGreaterThan(60)
  })

  it('is never correct with one field changed and signed anew by the supplier', async () => {
    const survivors: string[] = []
    for (const [index, path] of leaves.entries()) {
      const changes = changesOf(at(json, path))
      const turn = tries === Infinity ? 0 : index % changes.length
      for (const change of changes.slice(turn, turn + tries)) {
        const result = await judge(replace(json, path, change))
        if (result.verdict === 'correct') survivors.push(`${path.join('.')} -> ${JSON.stringify(change)}`)
      }
    }
    expect(survivors).toEqual([])
  })

  it('is never correct with two fields changed at once', async () => {
    const random = seededRandom(`pairs ${leaves.length}`)
    const pick = <Item>(items: readonly Item[]): Item | undefined => {
      const [high = 0, low = 0] = random.bytes(2)
      return items[(high * 256 + low) % items.length]
    }
    const survivors: string[] = []
    for (let pair = 0; pair < PAIRS; pair++) {
      const [first, second] = [pick(leaves), pick(leaves)]
      if (!first || !second || first === second) continue
      const [one, other] = [pick(changesOf(at(json, first))), pick(changesOf(at(json, second)))]
      const result = await judge(replace(replace(json, first, one ?? null), second, other ?? null))
      if (result.verdict === 'correct') survivors.push(`${first.join('.')} and ${second.join('.')}`)
    }
    expect(survivors).toEqual([])
  })

  it('is never correct with a cent, a watt-hour or a price moved from one line to the next', async () => {
    const numbers = leaves.filter((path) =>
      ['energy', 'cents', 'price', 'amount', 'net', 'vat'].includes(String(path.at(-1)))
    )
    const survivors: string[] = []
    for (const [index, path] of numbers.entries()) {
      const next = numbers.slice(index + 1).find((one) => one.at(-1) === path.at(-1) && one[0] === path[0])
      const [from, to] = [at(json, path), next ? at(json, next) : null]
      if (!next || typeof from !== 'string' || typeof to !== 'string') continue
      const moved = replace(json, path, String(BigInt(from) - 1n))
      const result = await judge(replace(moved, next, String(BigInt(to) + 1n)))
      if (result.verdict === 'correct') survivors.push(`${path.join('.')} to ${next.join('.')}`)
    }
    expect(survivors).toEqual([])
  })

  it('is never correct with one field taken away', async () => {
    const survivors: string[] = []
    for (const path of leavesOf(json)) {
      const result = await judge(remove(json, path))
      if (result.verdict === 'correct') survivors.push(path.join('.'))
    }
    expect(survivors).toEqual([])
  })

  it('is not genuine, or damaged, with one field changed under the old signature', async () => {
    const words = new Set<string>()
    for (const path of leaves.filter((_, index) => index % 5 === 0)) {
      words.add((await judgeForged(replace(json, path, changesOf(at(json, path))[0] ?? null))).verdict)
    }
    expect([...words].every((word) => word === 'not-genuine' || word === 'cannot-be-checked')).toBe(true)
    expect(words.has('not-genuine')).toBe(true)
  })
})
