/** Every field of a right bill is changed, one at a time and in pairs: no change may leave the word correct. */

import { describe, expect, it } from 'vitest'
import { createInProcessWork } from '../../../adapters/commitment-work/in-process-work'
import { type Bill, billSchemaV1, billSchemaV2, encodeBill } from '../../../app/bills/documents/bill-document'
import { type FormatVersion, encodeSignedFile, signFile } from '../../../app/bills/documents/signed-file'
import { type Verification, verifyBill } from '../../../app/bills/verify-bill'
import { createNobleKernel, utf8 } from '../../../crypto'
import { dynamicWithGridFeeTariff, threeTimesTariff } from '../../../services/supplier/example-tariffs'
import { type BillCase, type CaseOptions, billCase, exampleTerms, primitives } from '../../support/bills/bill-case'
import type { MadeChain } from '../../support/bills/memory-chains'
import { type Json, type Path, at, changesOf, leavesOf, remove, replace } from '../../support/bills/mutations'
import { rememberingWork } from '../../support/bills/remembering-work'
import { type RichOptions, richCase, signedBySupplier } from '../../support/bills/rich-case'
import { richTariff } from '../../support/bills/rich-tariff'
import { fieldsOfSchema, pathName } from '../../support/bills/schema-fields'
import { seededRandom } from '../../support/seeded-random'

type Victim = {
  readonly name: string
  readonly version: FormatVersion
  readonly json: Json
  /** Most changes tried on each field, of those there are: bills take turns unless WATTVEIL_FULL is set. */
  readonly tries: number
  /** A body signed anew by the supplier. */
  readonly judge: (json: Json) => Promise<Verification>
  /** A body under the right bill's signature. */
  readonly judgeForged: (json: Json) => Promise<Verification>
}

const work = rememberingWork(createInProcessWork(createNobleKernel(), seededRandom('mutation')))

const jsonOf = (bill: Bill, version: FormatVersion): Json =>
  JSON.parse(new TextDecoder().decode(encodeBill(bill, version))) as Json

/** Printed in whole kWh, as the own registers show them at both ends of each segment. */
function withRegisters(bill: Bill, chains: readonly MadeChain[]): Bill {
  const registers = bill.segments.flatMap(({ meterId, obis, first, last }) => {
    const chain = chains.find(({ id }) => id.meterId === meterId && id.obis === obis)
    const [from, to] = [chain?.entries[first]?.record, chain?.entries[last]?.record]
    const start = from && chain?.registers.get(from.intervalStart)
    const end = to && chain?.registers.get(to.intervalStart + to.seconds)
    if (start === undefined || end === undefined) throw new Error('no register reading')
    return [{ meterId, obis, resolution: 1000, start: start / 1000n, end: end / 1000n }]
  })
  return { ...bill, registers }
}

/** Half a month, the first and only period of its contract: whatever is checked, half as long. */
function victimOf(name: string, options: CaseOptions, version: FormatVersion = 1): Victim {
  const made: BillCase = billCase({ seconds: 3600, last: '2026-03-16', work, ...options })
  const bill = withRegisters(made.bill, made.chains)
  const bytesOf = (json: Json): Uint8Array => utf8(JSON.stringify(json))
  const { signature } = made.sign(bill)
  const sign = (json: Json) => signFile(primitives, 'bill', bytesOf(json), made.supplierSeed, version)
  return {
    ...{ name, version },
    tries: process.env['WATTVEIL_FULL'] ? Infinity : 1,
    json: jsonOf(bill, version),
    judge: (json) => made.verifyBytes(encodeSignedFile(sign(json))),
    judgeForged: (json) => made.verifyBytes(encodeSignedFile({ ...sign(json), signature }))
  }
}

function richVictim(name: string, options: RichOptions = {}): Victim {
  const made = richCase(options)
  const bill = withRegisters(made.bill, made.chains)
  const verify = (file: Uint8Array): Promise<Verification> => verifyBill(made.sources, file)
  const right = JSON.parse(new TextDecoder().decode(made.fileOf(bill))) as { readonly sig: string }
  return {
    ...{ name, version: 2 },
    tries: process.env['WATTVEIL_FULL'] ? Infinity : 1,
    json: jsonOf(bill, 2),
    judge: (json) => verify(signedBySupplier(utf8(JSON.stringify(json)), 2)),
    judgeForged: (json) => {
      const file = JSON.parse(new TextDecoder().decode(signedBySupplier(utf8(JSON.stringify(json)), 2))) as object
      return verify(utf8(JSON.stringify({ ...file, sig: right.sig })))
    }
  }
}

const dynamic: CaseOptions = {
  tariff: dynamicWithGridFeeTariff(exampleTerms()),
  listPrice: (start) => BigInt((start % 99_991) - 20_000)
}

const victims: readonly Victim[] = [
  victimOf('a time-of-use bill', { tariff: threeTimesTariff(exampleTerms()), daysBefore: 1 }),
  victimOf('a dynamic bill with a grid fee', dynamic),
  richVictim('a bill of version 2 with two registers and two meters')
]

/** Bills that are there for one part which no victim of their version has. */
const complements: readonly { readonly victim: Victim; readonly part: string }[] = [
  { victim: victimOf('a dynamic bill in the form of version 2', dynamic, 2), part: 'index' },
  {
    victim: richVictim('a bill over a change of tariff', {
      exchange: false,
      later: { tariff: { ...threeTimesTariff(exampleTerms()), rounding: richTariff().rounding }, from: '2026-06-16' }
    }),
    part: 'laterTariffs'
  }
]

/** A supplier may call a bill what it likes and send it when it likes, after the period; an instalment too has any name. */
function isFree(path: Path, json: Json): boolean {
  if (path.length === 1) return ['number', 'issued'].includes(String(path[0]))
  return path[0] === 'settlement' && path[2] === 'name' && at(json, [...path.slice(0, 2), 'kind']) === 'instalment'
}

/** Fields of the schema that are changed in no bill, and why. */
const UNCHANGED: Readonly<Record<string, string>> = {
  number: 'a supplier may call a bill what it likes',
  issued: 'and send it when it likes, after the period'
}

function leavesIn({ json }: Victim, part?: string): readonly Path[] {
  return leavesOf(json).filter((path) => !isFree(path, json) && (part === undefined || path[0] === part))
}

/** Changes of one field each after which the bill is still called correct. */
async function survivorsOf({ json, tries, judge }: Victim, leaves: readonly Path[]): Promise<readonly string[]> {
  const survivors: string[] = []
  for (const [index, path] of leaves.entries()) {
    const changes = changesOf(at(json, path))
    const turn = tries === Infinity ? 0 : index % changes.length
    for (const change of changes.slice(turn, turn + tries)) {
      const result = await judge(replace(json, path, change))
      if (result.verdict === 'correct') survivors.push(`${path.join('.')} -> ${JSON.stringify(change)}`)
    }
  }
  return survivors
}

it.each([
  [1, billSchemaV1],
  [2, billSchemaV2]
] as const)('every field of version %i is changed in some bill, but for those that are free', (version, schema) => {
  const changed = new Set(
    [...victims.map((victim) => ({ victim, part: undefined })), ...complements]
      .filter(({ victim }) => victim.version === version)
      .flatMap(({ victim, part }) => leavesIn(victim, part).map(pathName))
  )
  expect(fieldsOfSchema(schema).filter((field) => !changed.has(field))).toEqual(Object.keys(UNCHANGED).sort())
})

it.each(complements)(
  '$victim.name is never correct with one field of $part changed',
  { timeout: 60_000 },
  async ({ victim, part }) => {
    expect((await victim.judge(victim.json)).findings).toEqual([])
    expect(await survivorsOf(victim, leavesIn(victim, part))).toEqual([])
  }
)

/** Seeded, so that a survivor is found again. */
const PAIRS = process.env['WATTVEIL_FULL'] ? 1500 : 120

describe.each(victims)('$name', { timeout: 900_000 }, (victim) => {
  const { json, judge, judgeForged } = victim
  const leaves = leavesIn(victim)

  it('is correct as it stands, and has fields to change', async () => {
    expect((await judge(json)).verdict).toBe('correct')
    expect(leaves.length).toBeGreaterThan(60)
  })

  it('is never correct with one field changed and signed anew by the supplier', async () => {
    expect(await survivorsOf(victim, leaves)).toEqual([])
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
