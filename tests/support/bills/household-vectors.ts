/** Vectors in which the household knows something more, or lacks something: bills before, other terms, records, a RESPONSE. */

import type { Bill } from '../../../app/bills/documents/bill-document'
import { encodeIndexList } from '../../../app/bills/documents/index-document'
import { encodeSignedFile, signFile } from '../../../app/bills/documents/signed-file'
import { type Tariff, encodeTariff } from '../../../app/bills/documents/tariff-document'
import { type BillingResponse, decodeResponse, encodeResponse } from '../../../app/bills/response-bytes'
import { type LocalDate, periodOfDays, toLocalDate } from '../../../app/domain/calendar'
import { toUtcSeconds } from '../../../app/domain/interval'
import { encodeGenesis } from '../../../app/domain/meter/genesis'
import { encodeHead } from '../../../app/domain/meter/record'
import { toPrice } from '../../../app/domain/money'
import { encodeScalar, toHex } from '../../../crypto'
import { threeTimesTariff } from '../../../services/supplier/example-tariffs'
import { type BillCase, ZONE, billCase, exampleTerms, makeList, primitives } from './bill-case'
import type { LocalDamage } from './local-damage'
import { makeChain, signHead } from './memory-chains'
import { type Draft, HOUR, fileText, signedText, textOf, vector, withRegister } from './vector-drafts'

const local = (breaks: string, made: BillCase, bill: Bill, ...damage: LocalDamage[]): Draft =>
  vector('time-of-use', breaks, textOf(made, bill), damage)

const days = (first: string, last: string) => periodOfDays(toLocalDate(first), toLocalDate(last), ZONE)

/** Bills that were seen before. */
export function historyVectors(made: BillCase): Record<string, Draft> {
  const { bill, chain, period } = made
  const before = (number: string, accepted: boolean, when = days('2026-01-01', '2026-01-31')): LocalDamage => ({
    kind: 'bill',
    file: textOf(made, { ...bill, number, period: when, issued: toLocalDate('2026-03-02') }),
    accepted
  })
  const start = chain.entries[bill.segments[0]?.first ?? 0]?.record
  if (!start) throw new RangeError('vectors: no record')
  return {
    'v01-nested-too-deep': vector(
      'time-of-use',
      'twelve lists in each other',
      signedText(made, '['.repeat(12) + ']'.repeat(12))
    ),
    'v05-overlap': local(
      'an accepted bill has some of the days already',
      made,
      bill,
      before('2026-02-0009', true, days('2026-02-10', '2026-03-05'))
    ),
    'v05-number-used': local('the number of another bill', made, bill, before(bill.number, false)),
    'v05-replaces-other-period': local(
      'replaces a bill of other days',
      made,
      { ...bill, replaces: '2026-01-0001' },
      before('2026-01-0001', false)
    ),
    'v05-gap-to-last-bill': local(
      'nothing, but a month lies between the last bill and this one',
      made,
      bill,
      before('2026-01-0001', true)
    ),
    'v18-submitted-otherwise': local('another commitment went out in a round', made, bill, {
      kind: 'submitted',
      start: period.start + 9 * HOUR,
      commitment: toHex(start.commitment)
    }),
    'v19-opened-twice': local('the same days were opened in another number', made, bill, {
      kind: 'opened',
      hash: bill.response ?? ''
    })
  }
}

/** Other tariffs, lists, contracts than those that hold. */
export function otherTerms(made: BillCase, dynamic: BillCase): Record<string, Draft> {
  const { bill } = made
  const list = dynamic.list
  if (!list) throw new RangeError('vectors: no list')
  const kept = (kind: 'tariff' | 'index', hash: string, bytes: Uint8Array): LocalDamage => ({
    kind: 'document',
    document: kind,
    hash,
    file: fileText(bytes)
  })
  const ofDynamic = (breaks: string, ...damage: LocalDamage[]): Draft =>
    vector('dynamic', breaks, textOf(dynamic, dynamic.bill), damage)
  const listed = (breaks: string, prices: readonly bigint[], start: number, seconds: number): Draft => {
    const document = makeList(prices, toUtcSeconds(start), seconds)
    const file = signFile(primitives, 'index', encodeIndexList(document), dynamic.publisherSeed)
    return ofDynamic(breaks, kept('index', file.hash, encodeSignedFile(file)), { kind: 'listed', hash: file.hash })
  }
  const byAnother = encodeSignedFile(signFile(primitives, 'tariff', encodeTariff(made.tariff), made.publisherSeed))
  const listByAnother = encodeSignedFile(signFile(primitives, 'index', encodeIndexList(list), dynamic.supplierSeed))
  const hash = dynamic.bill.index?.list ?? ''
  const { period } = dynamic
  return {
    'v06-no-tariff-for-period': local('a month before the contract', made, {
      ...bill,
      period: days('2026-02-01', '2026-02-28')
    }),
    'v06-tariff-damaged': local('nothing, but the tariff file is cut off', made, bill, {
      kind: 'document',
      document: 'tariff',
      hash: bill.tariff,
      file: '{"format":"wattveil-tariff/1","body":"'
    }),
    'v06-tariff-not-signed': local(
      'nothing, but the tariff here was signed by somebody else',
      made,
      bill,
      kept('tariff', bill.tariff, byAnother)
    ),
    'v06-tariff-not-valid': under(
      'the tariff ends in the middle of the month',
      threeTimesTariff(exampleTerms('2026-01-01', '2026-03-20'))
    ),
    'v14-energy-shared-by-days': under(
      'nothing; a price that changes after four days is shared by days',
      dearerFrom(made.tariff, toLocalDate('2026-03-05'))
    ),
    'v06-list-damaged': ofDynamic('nothing, but the price list is cut off', {
      kind: 'document',
      document: 'index',
      hash,
      file: '{"format":"wattveil-index/1","body":"'
    }),
    'v06-list-not-by-publisher': ofDynamic(
      'the price list is signed by the supplier itself',
      kept('index', hash, listByAnother)
    ),
    'v06-list-not-covering': listed(
      'the price list has the last two hours only',
      [1n, 2n],
      period.end - 2 * HOUR,
      HOUR
    ),
    'v06-list-too-fine': listed(
      'prices of quarter hours for a meter of hours',
      Array.from({ length: (period.end - period.start) / 900 }, (_, at) => BigInt(at % 50)),
      period.start,
      900
    ),
    'v06-list-unexpected': local('a price list that the tariff does not ask for', made, {
      ...bill,
      index: { list: hash, aNum: toPrice(1_000_000n), b: toPrice(0n), amount: 0n, prices: [] } as Bill['index']
    })
  }
}

/** The same household and meter under a contract with another tariff. */
function under(breaks: string, tariff: Tariff): Draft {
  const other = billCase({ seed: 'vector time of use', seconds: HOUR, daysBefore: 1, tariff })
  const { contract, store, bill, period } = other
  const response = store.response(contract.hash, period.start)
  if (!response) throw new RangeError('vectors: no response')
  return local(
    breaks,
    other,
    bill,
    { kind: 'contract', hash: contract.hash, file: fileText(store.contracts()[0]?.file ?? new Uint8Array(0)) },
    {
      kind: 'document',
      document: 'tariff',
      hash: bill.tariff,
      file: fileText(store.document(bill.tariff)?.file ?? new Uint8Array(0))
    },
    { kind: 'response', body: toHex(response.body), sig: toHex(response.signature) }
  )
}

function dearerFrom(tariff: Tariff, from: LocalDate): Tariff {
  return {
    ...tariff,
    components: tariff.components.map((component) =>
      component.kind === 'energy'
        ? {
            ...component,
            windows: component.windows.map((window, at) =>
              at === 0 ? { ...window, prices: [...window.prices, { from, price: toPrice(400_000n) }] } : window
            )
          }
        : component
    )
  }
}

/** Records and openings that are missing or false here, heads and counters that do not belong together. */
export function recordVectors(made: BillCase, dynamic: BillCase): Record<string, Draft> {
  const { bill, chain, period } = made
  const [segment] = bill.segments
  const record = (counter: number) => {
    const found = chain.entries[counter]?.record
    if (!found) throw new RangeError('vectors: no record')
    return found
  }
  if (!segment) throw new RangeError('vectors: no segment')
  const { first, last } = segment
  const changed = (change: object): Bill => ({ ...bill, segments: [{ ...segment, ...change }] })
  const other = makeChain({
    seed: 'vector second meter',
    meterId: '1WVL0000000002',
    start: period.start,
    seconds: HOUR,
    intervals: [{ value: 1n }, { value: 2n }]
  })
  const stranger = makeChain({
    seed: 'vector stranger',
    start: period.start,
    seconds: HOUR,
    intervals: [{ value: 1n }]
  })
  const rekeyed = { ...chain.genesis.genesis, meterKey: stranger.genesis.genesis.meterKey }
  const [before, shorter] = [signHead(chain, record(first - 2)), signHead(chain, record(last - 40))]
  const othersHead = signHead(other, other.entries[1]?.record ?? record(0))
  const genesis = encodeGenesis(other.genesis.genesis)
  const blinding = (counter: number): string =>
    toHex(encodeScalar(chain.entries[counter]?.opening?.blinding ?? (0n as never)))
  return {
    'v07-meter-key-differs': local('nothing, but the meter that is connected has another key', made, bill, {
      kind: 'genesis',
      bytes: toHex(encodeGenesis(rekeyed)),
      sig: toHex(chain.genesis.signature)
    }),
    'v07-second-meter': local('a second meter that nobody has installed', made, {
      ...bill,
      segments: [
        segment,
        {
          ...other.id,
          anchor: { bytes: genesis, sig: other.genesis.signature },
          first: 0,
          last: 1,
          head: { bytes: encodeHead(othersHead.head), sig: othersHead.signature }
        }
      ]
    }),
    'v08-head-of-another-counter': local(
      'a last counter that is not the one of the head',
      made,
      changed({ last: last - 1 })
    ),
    'v08-other-anchor': local(
      'begins a record before the contract',
      made,
      changed({ first: first - 1, anchor: { bytes: encodeHead(before.head), sig: before.signature } })
    ),
    'v08-no-chain': local('nothing, but no reading is here', made, bill, { kind: 'no-chain' }),
    'v08-chain-ends': local('nothing, but the own chain ends in the middle', made, bill, {
      kind: 'last-record',
      counter: first + 300
    }),
    'v09-time-missing': local(
      'nothing but the truth: for the last forty hours there is no record, here or there',
      made,
      changed({ last: last - 40, head: { bytes: encodeHead(shorter.head), sig: shorter.signature } }),
      { kind: 'last-record', counter: last - 40 }
    ),
    'v09-before-genesis': vector(
      'dynamic',
      'begins before the meter',
      textOf(dynamic, { ...dynamic.bill, period: { ...dynamic.period, start: days('2026-02-24', '2026-02-24').start } })
    ),
    'v10-commitment-malformed': local('a commitment that is no element of the group', made, bill, {
      kind: 'commitment',
      counter: first + 9,
      commitment: 'ff'.repeat(32)
    }),
    'v10-blinding-zero': local('a meter that did not blind', made, bill, {
      kind: 'blinding',
      counter: first + 9,
      blinding: '00'.repeat(32)
    }),
    'v10-blinding-repeated': local('a meter that used a blinding twice', made, bill, {
      kind: 'blinding',
      counter: first + 9,
      blinding: blinding(first + 10)
    }),
    'v12-register-contradicts-energy': local(
      'the printed registers cannot be those of the energy',
      made,
      withRegister(made, 5n),
      { kind: 'no-registers' }
    )
  }
}

/** Without readings the RESPONSE speaks: one that is missing, forged, of other terms, or untrue. */
export function sealedVectors(made: BillCase): Record<string, Draft> {
  const { bill, store, contract, period, householdSeed } = made
  const stored = store.response(contract.hash, period.start)
  if (!stored) throw new RangeError('vectors: no response')
  const sealed = (breaks: string, shown: Bill, ...damage: LocalDamage[]): Draft =>
    local(breaks, made, shown, ...damage, { kind: 'no-readings' })
  const answered = (breaks: string, change: (right: BillingResponse) => BillingResponse): Draft => {
    const body = encodeResponse(change(decodeResponse(stored.body)))
    const sig = toHex(primitives.ed25519.sign(householdSeed, body))
    const hash = toHex(primitives.sha256(body))
    return sealed(breaks, { ...bill, response: hash }, { kind: 'response', body: toHex(body), sig })
  }
  return {
    'good-without-readings': sealed('nothing; no reading is looked at', bill),
    'v14-response-not-here': sealed('nothing, but the RESPONSE is not here', bill, { kind: 'no-response' }),
    'v14-response-not-signed': sealed('a RESPONSE that the household did not sign', bill, {
      kind: 'response',
      body: toHex(stored.body),
      sig: toHex(primitives.ed25519.sign(made.supplierSeed, stored.body))
    }),
    'v14-response-contradicts': answered('a RESPONSE to another tariff', (right) => ({
      ...right,
      tariffHash: 'ab'.repeat(32)
    })),
    'v14-sum-does-not-open': answered('a RESPONSE that opens a kWh too many', (right) => ({
      ...right,
      cells: right.cells.map((cell, at) => (at === 0 ? { ...cell, energy: cell.energy + 1000n } : cell))
    }))
  }
}
