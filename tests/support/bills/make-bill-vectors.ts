/** Makes the bill vectors: three households, right bills, and one bill for each way to be wrong. Seeded, so repeatable. */

import { type Bill, encodeBill } from '../../../app/bills/documents/bill-document'
import { encodeSignedFile, signFile } from '../../../app/bills/documents/signed-file'
import { toLocalDate } from '../../../app/domain/calendar'
import { toUtcSeconds } from '../../../app/domain/interval'
import { encodeGenesis } from '../../../app/domain/meter/genesis'
import { OBIS_FED_IN } from '../../../app/domain/meter/meter'
import { STATUS, encodeHead } from '../../../app/domain/meter/record'
import { toBase64, toHex } from '../../../crypto'
import { dynamicWithGridFeeTariff, threeTimesTariff } from '../../../services/supplier/example-tariffs'
import { seededRandom } from '../seeded-random'
import { type BillCase, billCase, exampleTerms, primitives } from './bill-case'
import { exampleLoad } from './example-loads'
import { makeChain, signHead } from './memory-chains'
import type { LocalDamage } from './local-damage'
import type { EvidenceFile } from './vector-files'
import { historyVectors, otherTerms, recordVectors, sealedVectors } from './household-vectors'
import { priceVectors, sumVectors } from './money-vectors'
import {
  type Draft,
  vector,
  textOf,
  signedText,
  tariffText,
  rewritten,
  reordered,
  wrapped,
  fileText,
  evidenceOf,
  withRegister,
  HOUR
} from './vector-drafts'

type MadeVectors = {
  readonly evidence: Readonly<Record<string, EvidenceFile>>
  readonly bills: Readonly<Record<string, Draft>>
}

const HOURS = 31 * 24 - 1

export function makeBillVectors(): MadeVectors {
  const timeOfUse = billCase({
    seed: 'vector time of use',
    seconds: HOUR,
    daysBefore: 1,
    tariff: threeTimesTariff(exampleTerms())
  })
  const dynamic = billCase({
    seed: 'vector dynamic',
    seconds: HOUR,
    unitExp: 1,
    tariff: dynamicWithGridFeeTariff(exampleTerms()),
    listPrice: (start) => BigInt(Math.floor(start / HOUR) % 24) * 9_000n - 40_000n
  })
  const gaps = billCase({ seed: 'vector gaps', seconds: HOUR, intervals: loadWithGaps() })
  return {
    evidence: {
      'time-of-use': evidenceOf(timeOfUse),
      dynamic: evidenceOf(dynamic),
      gaps: evidenceOf(gaps)
    },
    bills: {
      ...goodBills(timeOfUse, dynamic, gaps),
      ...containerVectors(timeOfUse),
      ...addressVectors(timeOfUse),
      ...documentVectors(timeOfUse, dynamic),
      ...chainVectors(timeOfUse),
      ...priceVectors(timeOfUse, dynamic),
      ...sumVectors(timeOfUse, dynamic),
      ...historyVectors(timeOfUse),
      ...otherTerms(timeOfUse, dynamic),
      ...recordVectors(timeOfUse, dynamic),
      ...sealedVectors(timeOfUse)
    }
  }
}

/** Three hours without power across the evening, and one reading that the bridge estimated. */
function loadWithGaps() {
  const load = exampleLoad('vector gaps', HOURS, HOUR)
  const outage = { value: 812n, seconds: 3 * HOUR, status: STATUS.outage }
  const withGap = [...load.slice(0, 15), outage, ...load.slice(18)]
  return withGap.map((one, index) => (index === 100 ? { ...one, status: STATUS.estimated } : one))
}

function goodBills(timeOfUse: BillCase, dynamic: BillCase, gaps: BillCase): Record<string, Draft> {
  return {
    'good-time-of-use': vector('time-of-use', 'nothing', textOf(timeOfUse, timeOfUse.bill)),
    'good-dynamic': vector('dynamic', 'nothing', textOf(dynamic, dynamic.bill)),
    'good-with-gaps': vector(
      'gaps',
      'nothing; a power cut across prices and an estimated reading',
      textOf(gaps, gaps.bill)
    ),
    'good-printed-register': vector(
      'time-of-use',
      'nothing; whole kWh are printed',
      textOf(timeOfUse, withRegister(timeOfUse, 0n))
    )
  }
}

function containerVectors(made: BillCase): Record<string, Draft> {
  const file = textOf(made, made.bill)
  const body = new TextDecoder().decode(encodeBill(made.bill))
  const named = (breaks: string, text: string): Draft => vector('time-of-use', breaks, signedText(made, text))
  return {
    'v01-truncated': vector('time-of-use', 'the file ends in the middle', file.slice(0, 3000)),
    'v01-empty': vector('time-of-use', 'the file is empty', ''),
    'v01-binary': {
      ...vector('time-of-use', 'the file is no text', toBase64(seededRandom('binary').bytes(600))),
      encoding: 'base64'
    },
    'v01-name-twice': named('the total is there twice', body.replace('"total":', '"total":"1","total":')),
    'v01-unknown-field': named('a field that the format does not have', body.replace('{', '{"discount":"5",')),
    'v01-number-not-text': named('the total as a number', body.replace(/"total":"(\d+)"/u, '"total":$1')),
    'v01-leading-zero': named('a leading zero', body.replace('"total":"', '"total":"0')),
    'v01-byte-order-mark': named('a byte order mark before the body', `\ufeff${body}`),
    'v01-amount-wrapped': named('an amount plus the group order', wrapped(body)),
    'v01-bidi-name': named(
      'a number that turns the direction of reading',
      body.replace('"number":"', '"number":"\u202e')
    ),
    'v01-a-tariff': vector('time-of-use', 'a tariff where a bill should be', tariffText(made)),
    'v02-newer-version': vector('time-of-use', 'the format of a later version', file.replace('bill/1', 'bill/3')),
    'v03-another-key': vector(
      'time-of-use',
      'signed with a key that is not the pinned one',
      fileText(encodeSignedFile(signFile(primitives, 'bill', encodeBill(made.bill), seededRandom('forger').bytes(32))))
    ),
    'v03-written-again': vector('time-of-use', 'the body laid out anew under the old signature', rewritten(made)),
    'v03-fields-reordered': vector(
      'time-of-use',
      'the fields in another order under the old signature',
      reordered(made)
    ),
    'v03-no-contract': vector('time-of-use', 'nothing, but no contract is pinned', file, [{ kind: 'no-contract' }])
  }
}

function addressVectors(made: BillCase): Record<string, Draft> {
  const { bill } = made
  const segment = (change: object): Bill => ({ ...bill, segments: bill.segments.map((one) => ({ ...one, ...change })) })
  const named = (breaks: string, changed: Bill): Draft => vector('time-of-use', breaks, textOf(made, changed))
  const day = (iso: string) => toUtcSeconds(Date.parse(iso) / 1000)
  return {
    'v04-another-contract': named('the bill of another contract', { ...bill, contract: 'M-2026-0555' }),
    'v04-another-supplier': named('another name for the supplier', { ...bill, supplier: 'Stromwerk Musterau GmbH' }),
    'v04-another-meter': named('the meter of somebody else', segment({ meterId: '1WVL0000000002' })),
    'v04-feed-in': named('feed-in billed as consumption', segment({ obis: OBIS_FED_IN })),
    'v04-another-currency': named('another currency', { ...bill, currency: 'CHF' }),
    'v05-one-day': named('a period of one day', {
      ...bill,
      period: { start: day('2026-03-09T23:00:00Z'), end: day('2026-03-10T23:00:00Z') }
    }),
    'v05-off-midnight': named('a period that begins a minute late', {
      ...bill,
      period: { ...bill.period, start: toUtcSeconds(bill.period.start + 60) }
    }),
    'v05-end-before-start': named('a period that ends before it begins', {
      ...bill,
      period: { start: bill.period.end, end: bill.period.start }
    }),
    'v05-issued-too-early': named('issued before the period was over', { ...bill, issued: toLocalDate('2026-03-20') }),
    'v05-replaces-unknown': named('replaces a bill nobody has seen', { ...bill, replaces: '2026-03-0099' })
  }
}

function documentVectors(made: BillCase, dynamic: BillCase): Record<string, Draft> {
  const { bill } = made
  const list = dynamic.bill.index
  return {
    'v06-another-tariff': vector(
      'time-of-use',
      'another tariff than the accepted one',
      textOf(made, { ...bill, tariff: 'ab'.repeat(32) })
    ),
    'v06-tariff-missing': vector('time-of-use', 'nothing, but the tariff file is gone', textOf(made, bill), [
      { kind: 'no-tariff' }
    ]),
    'v06-another-list': vector(
      'dynamic',
      'another price list',
      textOf(dynamic, { ...dynamic.bill, index: list && { ...list, list: 'cd'.repeat(32) } })
    ),
    'v06-list-missing': vector('dynamic', 'nothing, but the price list is gone', textOf(dynamic, dynamic.bill), [
      { kind: 'no-index' }
    ])
  }
}

function chainVectors(made: BillCase): Record<string, Draft> {
  const { bill, chain } = made
  const right = textOf(made, bill)
  const named = (breaks: string, change: object): Draft =>
    vector(
      'time-of-use',
      breaks,
      textOf(made, { ...bill, segments: bill.segments.map((one) => ({ ...one, ...change })) })
    )
  const local = (breaks: string, ...damage: LocalDamage[]): Draft => vector('time-of-use', breaks, right, damage)
  const { first, last, head } = bill.segments[0] ?? {
    first: 0,
    last: 0,
    head: { bytes: new Uint8Array(0), sig: new Uint8Array(0) }
  }
  const other = makeChain({
    seed: 'vector other meter',
    start: made.period.start,
    seconds: HOUR,
    intervals: [{ value: 1n }]
  })
  const lastRecord = chain.entries[last]?.record
  const firstRecord = chain.entries[first]?.record
  if (!lastRecord || !firstRecord) throw new RangeError('vectors: no records')
  const fork = signHead(chain, { ...lastRecord, commitment: firstRecord.commitment })
  const shorter = signHead(chain, chain.entries[last - 40]?.record ?? lastRecord)
  return {
    'v07-head-of-another-meter': named('a head that another meter signed', {
      head: { ...head, sig: primitives.ed25519.sign(other.meterSeed, head.bytes) }
    }),
    'v07-genesis-of-another-meter': named('the GENESIS of another meter as anchor', {
      anchor: { bytes: encodeGenesis(other.genesis.genesis), sig: other.genesis.signature }
    }),
    'v08-no-anchor': named('no anchor', { anchor: null }),
    'v08-other-counters': named('a first counter that the anchor does not lead to', { first: first + 1 }),
    'v08-fork': local('two validly signed heads at one counter', {
      kind: 'head',
      counter: last,
      bytes: toHex(encodeHead(fork.head)),
      sig: toHex(fork.signature)
    }),
    'v08-record-dropped': local('a record is missing from the own chain', {
      kind: 'drop-record',
      counter: first + 200
    }),
    'v08-record-damaged': local('a commitment in the own chain is damaged', {
      kind: 'commitment',
      counter: first + 200,
      commitment: toHex(firstRecord.commitment)
    }),
    'v09-ends-too-early': named('the last forty intervals are left out', {
      last: last - 40,
      head: { bytes: encodeHead(shorter.head), sig: shorter.signature }
    }),
    'v10-reading-out-of-range': local('a reading beyond 2^24 Wh', {
      kind: 'value',
      counter: first + 9,
      value: '16777216'
    }),
    'v11-reading-changed': local('one reading is a watt-hour higher', {
      kind: 'value',
      counter: first + 9,
      value: String((chain.entries[first + 9]?.opening?.value ?? 0n) + 1n)
    }),
    'v11-openings-swapped': local('the openings of two intervals are swapped', {
      kind: 'swap-openings',
      counter: first + 9
    }),
    'v11-opening-missing': local('an opening is missing', { kind: 'erase-opening', counter: first + 9 }),
    'v12-own-register': local('the own register reading at the end differs', {
      kind: 'register',
      at: made.period.end,
      total: '99999999'
    }),
    'v01-register-counts-in-250': vector(
      'time-of-use',
      'a printed register that counts in steps of 250 Wh',
      textOf(made, { ...bill, registers: [{ ...chain.id, resolution: 250, start: 0n, end: 1n }] })
    ),
    'v12-register-misread': vector(
      'time-of-use',
      'the printed register is a kWh too high',
      textOf(made, withRegister(made, 1n))
    )
  }
}
