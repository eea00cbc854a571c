/** What the other attacks do not meet: each code of a check is found by a bill or a household that is broken that way. */

import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { FINDING_CODES } from '../../../app/bills/checks/finding-codes'
import { type Bill, encodeBill } from '../../../app/bills/documents/bill-document'
import { type IndexList, encodeIndexList } from '../../../app/bills/documents/index-document'
import { encodeSignedFile, signFile } from '../../../app/bills/documents/signed-file'
import { type Tariff, encodeTariff } from '../../../app/bills/documents/tariff-document'
import { withoutReadings } from '../../../app/bills/records/record-sources'
import { decodeResponse, encodeResponse } from '../../../app/bills/response-bytes'
import { type Verification, verifyBill } from '../../../app/bills/verify-bill'
import { periodOfDays, toLocalDate } from '../../../app/domain/calendar'
import { toUtcSeconds } from '../../../app/domain/interval'
import { encodeHead } from '../../../app/domain/meter/record'
import { toCents, toPrice } from '../../../app/domain/money'
import { toHex } from '../../../crypto'
import { flatTariff } from '../../../services/supplier/example-tariffs'
import { HOUR, dynamic, hourly, storedBill, told, wave } from '../../support/bills/attack'
import { type BillCase, ZONE, exampleTerms, makeList, primitives } from '../../support/bills/bill-case'
import { signHead } from '../../support/bills/memory-chains'
import { richCase } from '../../support/bills/rich-case'

const flat = (): BillCase => hourly({ tariff: flatTariff(exampleTerms()) })
const march = periodOfDays(toLocalDate('2026-03-01'), toLocalDate('2026-03-31'), ZONE)
const segment = ({ bill }: BillCase, change: object): Bill => ({
  ...bill,
  segments: bill.segments.map((one) => ({ ...one, ...change }))
})
const withSources = ({ sources, sign }: BillCase, bill: Bill, change: object): Promise<Verification> =>
  verifyBill({ ...sources, ...change }, encodeSignedFile(sign(bill)))

/** The household answered with another list than is there. */
function withList(made: BillCase, document: IndexList): Promise<Verification> {
  const file = signFile(primitives, 'index', encodeIndexList(document), made.publisherSeed)
  made.store.keepDocument({ hash: file.hash, kind: 'index', file: encodeSignedFile(file) })
  const stored = made.store.response(made.contract.hash, made.period.start)
  if (!stored) throw new Error('no response')
  const store = { ...made.store, response: () => ({ ...stored, listHash: file.hash }) }
  return withSources(made, made.bill, { store })
}

/** Dearer from the fifth day on: the four days before are no cell of their own. */
function soonDearer(): Tariff {
  const tariff = flatTariff(exampleTerms())
  return {
    ...tariff,
    components: tariff.components.map((component) =>
      component.kind === 'energy'
        ? {
            ...component,
            windows: component.windows.map((window) => ({
              ...window,
              prices: [...window.prices, { from: toLocalDate('2026-03-05'), price: toPrice(400_000n) }]
            }))
          }
        : component
    )
  }
}

const CASES: readonly (readonly [string, string, () => Promise<Verification>])[] = [
  [
    'V5 replaces-other-period',
    'wrong',
    () => {
      const made = flat()
      made.store.keepBill({
        ...storedBill(made),
        ...{ hash: 'f'.repeat(64), number: '2026-02-0001', accepted: false },
        period: { start: toUtcSeconds(march.start - 28 * 86_400), end: march.start }
      })
      return made.verify({ ...made.bill, replaces: '2026-02-0001' })
    }
  ],
  [
    'V6 no-tariff-for-period',
    'wrong',
    () => {
      const made = flat()
      const period = periodOfDays(toLocalDate('2026-02-01'), toLocalDate('2026-02-28'), ZONE)
      return made.verify({ ...made.bill, period })
    }
  ],
  [
    'V6 tariff-not-valid',
    'wrong',
    () => {
      const made = hourly({ tariff: flatTariff(exampleTerms('2026-01-01', '2026-03-20')) })
      return made.verify(made.bill)
    }
  ],
  [
    'V6 list-unexpected',
    'wrong',
    () => {
      const made = flat()
      return made.verify({ ...made.bill, index: dynamic().bill.index })
    }
  ],
  [
    'V6 list-not-covering',
    'wrong',
    () => withList(dynamic(), makeList([1n, 2n], toUtcSeconds(march.end - 2 * HOUR), HOUR))
  ],
  ['V6 list-not-covering', 'wrong', () => withList(dynamic(), makeList([1n, 2n], march.start, HOUR))],
  [
    'V6 list-too-fine',
    'wrong',
    () => {
      const quarters = Array.from({ length: (march.end - march.start) / 900 }, (_, at) => wave(march.start + at * 900))
      return withList(dynamic(), makeList(quarters, march.start, 900))
    }
  ],
  [
    'V7 meter-key-differs',
    'cannot-be-checked',
    () => {
      const made = flat()
      const { chains } = made.sources
      const held = chains.chain(made.chain.id)
      if (!held) throw new Error('no chain')
      const genesis = { ...held.genesis.genesis, meterKey: primitives.ed25519.publicKey(new Uint8Array(32).fill(9)) }
      const other = { ...held, genesis: { ...held.genesis, genesis } }
      return withSources(made, made.bill, { chains: { ...chains, chain: () => other } })
    }
  ],
  [
    'V8 head-contradicts',
    'wrong',
    () => {
      const made = flat()
      return made.verify(segment(made, { last: (made.bill.segments[0]?.last ?? 0) - 1 }))
    }
  ],
  [
    'V8 other-anchor',
    'wrong',
    () => {
      const made = hourly({ tariff: flatTariff(exampleTerms()), daysBefore: 1 })
      const first = made.bill.segments[0]?.first ?? 0
      const before = made.chain.entries[first - 2]?.record
      if (!before) throw new Error('no record')
      const { head, signature } = signHead(made.chain, before)
      return made.verify(segment(made, { first: first - 1, anchor: { bytes: encodeHead(head), sig: signature } }))
    }
  ],
  [
    'V8 chain-missing',
    'cannot-be-checked',
    () => {
      const made = flat()
      return withSources(made, made.bill, { chains: { ...made.sources.chains, chain: () => null } })
    }
  ],
  [
    'V10 commitment-malformed',
    'cannot-be-checked',
    () => {
      const made = flat()
      const entry = made.chain.entries[7]
      if (!entry) throw new Error('no record')
      const commitment = new Uint8Array(32).fill(255)
      made.chain.entries[7] = { ...entry, record: { ...entry.record, commitment } }
      return made.verify(made.bill)
    }
  ],
  [
    'V14 energy-shared-by-days',
    'correct-with-remarks',
    () => {
      const made = hourly({ tariff: soonDearer() })
      return made.verify(made.bill)
    }
  ],
  [
    'V6 tariff-not-signed',
    'cannot-be-checked',
    () => {
      const made = flat()
      const file = signFile(primitives, 'tariff', encodeTariff(made.tariff), made.publisherSeed)
      made.store.keepDocument({ hash: made.bill.tariff, kind: 'tariff', file: encodeSignedFile(file) })
      return made.verify(made.bill)
    }
  ],
  [
    'V9 before-genesis',
    'wrong',
    () => {
      const made = flat()
      const period = { ...march, start: toUtcSeconds(march.start - 5 * 86_400) }
      return made.verify({ ...made.bill, period })
    }
  ],
  [
    'V14 response-contradicts',
    'cannot-be-checked',
    () => {
      const made = flat()
      const stored = made.store.response(made.contract.hash, made.period.start)
      if (!stored) throw new Error('no response')
      const body = encodeResponse({ ...decodeResponse(stored.body), tariffHash: 'ab'.repeat(32) })
      const hash = toHex(primitives.sha256(body))
      const lied = { ...stored, body, hash, signature: primitives.ed25519.sign(made.householdSeed, body) }
      const sealed = withoutReadings(made.sources)
      const store = { ...sealed.store, response: () => lied }
      return withSources(made, { ...made.bill, response: hash }, { ...sealed, store })
    }
  ],
  [
    'V17 instalment-unexpected',
    'correct-with-remarks',
    () => {
      const made = richCase()
      const instalment = made.bill.settlement.find(({ kind }) => kind === 'instalment')
      if (!instalment) throw new Error('no instalment')
      const settlement = [...made.bill.settlement, { ...instalment, day: toLocalDate('2026-06-20') }]
      return made.verify({ ...made.bill, settlement, due: toCents(made.bill.due + instalment.cents) })
    }
  ],
  [
    'V19 opened-twice',
    'correct-with-remarks',
    () => {
      const made = flat()
      const store = { ...made.store, openedIn: () => [made.bill.response ?? '', 'e'.repeat(64)] }
      return withSources(made, made.bill, { store })
    }
  ],
  [
    'V1 damaged',
    'cannot-be-checked',
    () => {
      const made = flat()
      // Written as 250 Wh for each printed digit: a display counts in tens.
      const register = { ...made.chain.id, resolution: 250, start: 0n, end: 1n }
      const file = signFile(primitives, 'bill', encodeBill({ ...made.bill, registers: [register] }), made.supplierSeed)
      return made.verifyBytes(encodeSignedFile(file))
    }
  ]
]

describe('a household or a bill that is broken in one way', { timeout: 60_000 }, () => {
  it.each(CASES)('is told %s, and the word is %s', async (code, verdict, verify) => {
    const [word, ...found] = told(await verify())
    expect([word, found.includes(code) ? code : found]).toEqual([verdict, code])
  })
})

describe('the codes of the checks', () => {
  it('have, each of them, a vector or an attack that is told it', () => {
    const root = fileURLToPath(new URL('../../../', import.meta.url))
    const folders = ['tests/vectors/bills/bills', 'tests/vectors/bills/version-two/bills', 'tests/hostile/bills']
    const texts = [...folders, 'tests/unit/bills'].flatMap((folder) =>
      readdirSync(path.join(root, folder), { withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => readFileSync(path.join(root, folder, name), 'utf8'))
    )
    const isMet = (check: string, code: string): boolean =>
      texts.some((text) => text.includes(`${check} ${code}`) || text.includes(`'${code}'`))
    const missing = Object.entries(FINDING_CODES).flatMap(([check, codes]) =>
      codes.filter((code) => !isMet(check, code)).map((code) => `${check} ${code}`)
    )
    expect(missing).toEqual([])
  })
})
