import { describe, expect, it } from 'vitest'
import { atOnce } from '../../../app/bills/pause'
import { decodeResponse, encodeResponse } from '../../../app/bills/response-bytes'
import { billingPeriodFrom } from '../../../app/bills/tariff/billing-periods'
import {
  decodeContractRequest,
  decodeDelivery,
  decodeSignedResponse,
  encodeContractRequest,
  encodeSignedResponse
} from '../../../app/bills/wire'
import { concatBytes, encodePoint, openingPointVartime, toScalar } from '../../../crypto'
import { dynamicWithGridFeeTariff, flatTariff } from '../../../services/supplier/example-tariffs'
import { answerAtOnce, deliveryBytes, recordsToSend } from '../../support/bills/at-once'
import { type BillCase, billCase, exampleTerms } from '../../support/bills/bill-case'

const made = billCase({
  seconds: 3600,
  tariff: dynamicWithGridFeeTariff(exampleTerms()),
  listPrice: (start) => BigInt((start % 7919) * 30 - 60_000),
  daysBefore: 2
})
const stored = made.store.response(made.contract.hash, made.period.start)
const response = decodeResponse(stored?.body ?? new Uint8Array(0))

function answerAgain(one: BillCase) {
  const due = billingPeriodFrom(one.contract.document, one.first)
  if (!due) throw new Error('no period')
  const terms = {
    contract: one.contract,
    parts: one.parts,
    list: one.list && one.bill.index ? { hash: one.bill.index.list, document: one.list } : null
  }
  return answerAtOnce(one.sources, terms, due)
}

describe('RESPONSE', { timeout: 60_000 }, () => {
  it('opens the sums of the commitments: each cell its energy, and the prices their amount', async () => {
    const { work } = made.sources
    const entries = made.sources.chains.entriesBetween(made.chain.id, made.period.start, made.period.end)
    const commitments = concatBytes(...entries.map(({ record }) => record.commitment))
    const prices = made.bill.index?.prices ?? []
    const [amount] = response.amounts
    if (!amount) throw new Error('no amount')
    expect(await work.weightedSum(commitments, prices)).toEqual(
      encodePoint(openingPointVartime(amount.amount, amount.blinding))
    )
    const energy = response.cells.reduce((sum, cell) => sum + cell.energy, 0n)
    const blinding = response.cells.reduce((sum, cell) => sum + cell.blinding, 0n)
    const whole = await work.weightedSum(
      commitments,
      entries.map(() => 1n)
    )
    expect(whole).toEqual(encodePoint(openingPointVartime(energy, toScalar(blinding))))
  })

  it('is signed by the household and names what it speaks of', () => {
    const { household } = made.contract.document
    expect(
      made.sources.primitives.ed25519.verify(
        stored?.signature ?? new Uint8Array(0),
        stored?.body ?? new Uint8Array(0),
        household.key
      )
    ).toBe(true)
    expect(response).toMatchObject({
      contractHash: made.contract.hash,
      period: made.period,
      tariffHash: made.bill.tariff,
      listHash: made.bill.index?.list
    })
    expect(response.segments).toMatchObject([{ chain: made.chain.id, first: 48, last: 48 + 742 }])
    expect(encodeResponse(response)).toEqual(stored?.body)
  })

  it('is the same stored bytes when it is asked for again', () => {
    expect(answerAgain(made)).toMatchObject({ ok: true, response: stored })
  })

  it('waits until every record and every opening is there', () => {
    const fresh = (): BillCase => {
      const one = billCase({ seconds: 3600, tariff: flatTariff(exampleTerms()) })
      return {
        ...one,
        sources: {
          ...one.sources,
          store: { ...one.store, response: () => null, openedIn: () => [], logOpening: () => true }
        }
      }
    }
    const withoutEnd = fresh()
    withoutEnd.chain.entries.splice(-1)
    expect(answerAgain(withoutEnd)).toEqual({ ok: false, reason: 'readings-incomplete' })
    const withoutOpening = fresh()
    withoutOpening.chain.entries[9] = { ...withoutOpening.chain.entries[9]!, opening: null }
    expect(answerAgain(withoutOpening)).toEqual({ ok: false, reason: 'readings-incomplete' })
    const withHole = fresh()
    withHole.chain.entries.splice(9, 1)
    expect(answerAgain(withHole)).toEqual({ ok: false, reason: 'readings-incomplete' })
    expect(answerAgain(fresh()).ok).toBe(true)
  })
})

describe('what household and supplier send each other', () => {
  it('is read as it was written', () => {
    const delivery = recordsToSend(made.sources, made.run)
    if (!delivery || !stored) throw new Error('no records')
    expect(atOnce(decodeDelivery(deliveryBytes(delivery)))).toEqual(delivery)
    expect(decodeSignedResponse(encodeSignedResponse(stored.body, stored.signature))).toEqual({
      body: stored.body,
      signature: stored.signature
    })
    const request = {
      householdKey: made.contract.document.household.key,
      genesis: made.chain.genesis,
      start: delivery.head,
      tariffHash: made.bill.tariff,
      first: '2026-03-01',
      last: '2026-12-31',
      further: [{ genesis: made.chain.genesis, start: null }]
    }
    expect(decodeContractRequest(encodeContractRequest(request))).toEqual(request)
    const open = { ...request, start: null, last: null, further: [] }
    expect(decodeContractRequest(encodeContractRequest(open))).toEqual(open)
  })

  it('is refused when it is cut off, and where fields have another length', () => {
    const delivery = recordsToSend(made.sources, made.run)
    if (!delivery) throw new Error('no records')
    const bytes = deliveryBytes(delivery)
    expect(() => atOnce(decodeDelivery(bytes.slice(0, -1)))).toThrow('truncated')
    expect(() => atOnce(decodeDelivery(bytes.slice(0, 300)))).toThrow()
    expect(() => decodeSignedResponse(encodeSignedResponse(new Uint8Array(4), new Uint8Array(63)))).toThrow(
      'wrong-length'
    )
    expect(() => decodeContractRequest(new Uint8Array(20_000))).toThrow('too-long')
  })
})
