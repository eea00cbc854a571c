import { beforeAll, describe, expect, it } from 'vitest'
import { createInProcessWork } from '../../../adapters/commitment-work/in-process-work'
import { atOnce } from '../../../app/bills/pause'
import type { Bill } from '../../../app/bills/documents/bill-document'
import { type EvidenceParts, decodeEvidence, encodeEvidence } from '../../../app/bills/documents/evidence-document'
import { encodeSignedFile } from '../../../app/bills/documents/signed-file'
import { evidenceOf } from '../../../app/bills/records/evidence-of'
import { proofOf } from '../../../app/bills/records/claims'
import { sourcesFromParts, withoutReadings } from '../../../app/bills/records/record-sources'
import { decodeResponse, encodeResponse } from '../../../app/bills/response-bytes'
import { type Verification, verifyBill } from '../../../app/bills/verify-bill'
import { decodeDelivery } from '../../../app/bills/wire'
import { toMeterId } from '../../../app/domain/meter/meter'
import { FormatError, type Scalar, createNobleKernel } from '../../../crypto'
import { dynamicWithGridFeeTariff } from '../../../services/supplier/example-tariffs'
import { sortParts } from '../../../cli/bills/sort-parts'
import { encodeSignedResponse } from '../../../app/bills/wire'
import { told, wave } from '../../support/bills/attack'
import { deliveryBytes } from '../../support/bills/at-once'
import { type BillCase, billCase, exampleTerms, primitives } from '../../support/bills/bill-case'
import { rememberingWork } from '../../support/bills/remembering-work'
import { seededRandom } from '../../support/seeded-random'

const work = rememberingWork(createInProcessWork(createNobleKernel(), seededRandom('sealed')))
const made: BillCase = billCase({ seconds: 3600, work })
const dynamic: BillCase = billCase({
  seconds: 3600,
  tariff: dynamicWithGridFeeTariff(exampleTerms()),
  listPrice: wave,
  work
})

const fileOf = (from: BillCase, bill: Bill): Uint8Array => encodeSignedFile(from.sign(bill))
const partsOf = (from: BillCase, bill = from.bill): EvidenceParts =>
  atOnce(evidenceOf(from.sources, fileOf(from, bill)))
const verify = async (parts: EvidenceParts): Promise<Verification> =>
  verifyBill(await sourcesFromParts(primitives, work, parts), parts.bill)

describe('a bill verified without readings', { timeout: 60_000 }, () => {
  let right: Verification
  beforeAll(async () => {
    right = await verify(partsOf(made))
  })

  it('is correct from its evidence file alone, and no reading is in it', async () => {
    const file = encodeEvidence(primitives, partsOf(made))
    const read = decodeEvidence(primitives, file)
    expect(told(await verify(read))).toEqual(['correct'])
    expect(right.evidence?.entries.every(({ opening }) => opening === null)).toBe(true)
    const text = new TextDecoder().decode(file)
    for (const { opening } of made.chain.entries.slice(0, 20)) {
      expect(text).not.toContain(String(opening?.blinding))
    }
  })

  it('says which checks it did not make', () => {
    const left = right.checks.filter(({ state }) => state === 'not-checked-here').map(({ id }) => id)
    expect(left).toEqual(['V10', 'V11', 'V12', 'V18', 'V19'])
    expect(proofOf(right)).toMatchObject({
      proves: ['signed-by-supplier', 'records-by-meter', 'energies-are-sums', 'prices-and-total'],
      disclosed: 0
    })
  })

  it('comes to the same cents as with readings', async () => {
    const own = await made.verify(made.bill)
    const figures = ({ evidence }: Verification) => evidence?.reckoning?.sections.map((section) => section.own?.figures)
    expect(figures(right)).toEqual(figures(own))
    expect(figures(right)?.[0]?.cells.length).toBe(3)
  })

  it('with an index component opens the sum of price times commitment', async () => {
    expect(told(await verify(partsOf(dynamic)))).toEqual(['correct'])
  })

  it('is the same from a household whose readings are not looked at', async () => {
    const result = await verifyBill(withoutReadings(made.sources), fileOf(made, made.bill))
    expect(told(result)).toEqual(['correct'])
    expect(proofOf(result)?.leavesOpen).toContain('single-readings')
  })

  it('is wrong, with the amount, where a price or an energy is', async () => {
    const lines = made.bill.lines.map((line, index) =>
      index === 2 ? { ...line, price: (line.price ?? 0n) + 1000n } : line
    )
    expect((await verify(partsOf(made, { ...made.bill, lines }))).verdict).toBe('wrong')
    const [first, second, ...rest] = made.bill.cells
    if (!first || !second) throw new Error('cells')
    const cells = [{ ...first, energy: first.energy + 1n }, { ...second, energy: second.energy - 1n }, ...rest]
    expect(told(await verify(partsOf(made, { ...made.bill, cells })))).toContain('V14 cell-energy')
    const index = dynamic.bill.index && { ...dynamic.bill.index, amount: dynamic.bill.index.amount + 1n }
    expect(told(await verify(partsOf(dynamic, { ...dynamic.bill, index })))).toContain('V14 index-amount')
  })

  it('cannot be checked where the RESPONSE is missing, foreign or opens nothing', async () => {
    const parts = partsOf(made)
    const { response } = parts
    if (!response) throw new Error('response')
    expect(told(await verify({ ...parts, response: null }))).toContain('V14 response-not-here')
    const otherSignature = { ...response, signature: response.signature.map((byte) => byte ^ 1) }
    expect(told(await verify({ ...parts, response: otherSignature }))).toContain('V14 response-not-signed')
    const opened = decodeResponse(response.body)
    const moved = opened.cells.map((cell, index) => ({ ...cell, energy: cell.energy + (index === 0 ? 1n : 0n) }))
    const body = encodeResponse({ ...opened, cells: moved })
    const false_ = { body, signature: primitives.ed25519.sign(made.householdSeed, body) }
    const result = told(await verify({ ...parts, response: false_ }))
    expect(result).toContain('V14 sum-does-not-open')
    // B36: it is not the one the bill quotes either.
    expect(result).toContain('V14 other-response')
    expect(result[0]).toBe('wrong')
  })

  it('cannot be checked where a record is missing or another, and is not genuine with a forged head', async () => {
    const parts = partsOf(made)
    const delivery = atOnce(decodeDelivery(parts.deliveries[0] ?? new Uint8Array(0)))
    const without = deliveryBytes({ ...delivery, records: delivery.records.filter((_, index) => index !== 100) })
    expect((await verify({ ...parts, deliveries: [without] })).verdict).toBe('cannot-be-checked')
    const [first, second, ...rest] = delivery.records
    if (!first || !second) throw new Error('records')
    const swapped = [{ ...first, commitment: second.commitment }, second, ...rest]
    expect(told(await verify({ ...parts, deliveries: [deliveryBytes({ ...delivery, records: swapped })] }))).toEqual([
      'cannot-be-checked',
      'V8 chain-damaged'
    ])
    const segments = made.bill.segments.map((one) => ({
      ...one,
      head: { ...one.head, sig: one.head.sig.map((byte) => byte ^ 1) }
    }))
    expect((await verify(partsOf(made, { ...made.bill, segments }))).verdict).toBe('not-genuine')
  })

  it('checks the intervals that were disclosed, and only those', async () => {
    const entry = made.chain.entries[7]
    if (!entry?.opening) throw new Error('entry')
    const { value, blinding } = entry.opening
    const disclosed = { chain: made.chain.id, counter: 7, value, blinding }
    const shown = await verify({ ...partsOf(made), disclosed: [disclosed] })
    expect([told(shown), proofOf(shown)?.disclosed]).toEqual([['correct'], 1])
    const lied = { ...disclosed, value: value + 1n }
    expect(told(await verify({ ...partsOf(made), disclosed: [lied] }))).toContain('V11 opening-false')
  })

  it('ends at a cancel', async () => {
    const cancel = { aborted: true }
    const sources = await sourcesFromParts(
      primitives,
      createInProcessWork(createNobleKernel(), seededRandom('c')),
      partsOf(made)
    )
    await expect(verifyBill(sources, fileOf(made, made.bill), { cancel })).rejects.toThrow('cancelled')
  })
})

describe('an evidence file', () => {
  it('put beside another bill is refused', () => {
    const parts = partsOf(made)
    const text = new TextDecoder().decode(encodeEvidence(primitives, parts))
    const other = text.replace(/"hash":"[0-9a-f]{8}/u, '"hash":"00000000')
    expect(() => decodeEvidence(primitives, new TextEncoder().encode(other))).toThrow(FormatError)
  })

  it('comes back from its bytes as it was', () => {
    const blinding = 5n as Scalar
    const disclosed = [
      { chain: { ...made.chain.id, meterId: toMeterId('1WVL0000000001') }, counter: 3, value: 4n, blinding }
    ]
    const parts = { ...partsOf(made), disclosed }
    expect(decodeEvidence(primitives, encodeEvidence(primitives, parts))).toEqual(parts)
  })

  it('of a later version is named as such, and a broken one refused', () => {
    const text = new TextDecoder().decode(encodeEvidence(primitives, partsOf(made)))
    const code = (changed: string): string => {
      try {
        decodeEvidence(primitives, new TextEncoder().encode(changed))
        return ''
      } catch (error) {
        return error instanceof FormatError ? error.code : 'other'
      }
    }
    expect(code(text.replace('evidence/1', 'evidence/2'))).toBe('newer-version')
    expect(code(text.replace('"documents"', '"papers"'))).toBe('wrong-field')
    expect(code(text.slice(0, 5000))).toBe('not-json')
  })
})

describe('files on the command line', () => {
  it('are told apart by what they are: one evidence file, or its parts one by one', () => {
    const parts = partsOf(dynamic)
    const whole = [{ name: 'a', bytes: encodeEvidence(primitives, parts) }]
    expect(sortParts(primitives, whole)).toEqual(parts)
    const response = parts.response
    if (!response) throw new Error('response')
    const single = [parts.bill, ...parts.deliveries, parts.contract, ...parts.documents]
    const files = [...single, encodeSignedResponse(response.body, response.signature)]
    expect(
      sortParts(
        primitives,
        files.map((bytes, index) => ({ name: String(index), bytes }))
      )
    ).toEqual(parts)
  })

  it('without a bill or a contract, or of no known kind, are refused', () => {
    const { bill } = partsOf(made)
    expect(() => sortParts(primitives, [{ name: 'bill', bytes: bill }])).toThrow('needs the contract')
    expect(() => sortParts(primitives, [])).toThrow('takes a bill')
    expect(() => sortParts(primitives, [{ name: 'zeros', bytes: new Uint8Array(40) }])).toThrow('bill-file-unreadable')
  })
})
