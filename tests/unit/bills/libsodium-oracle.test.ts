/** An independent implementation of ristretto255 says the same of a bill's sums as the program does. */

import sodium from 'libsodium-wrappers-sumo'
import { beforeAll, describe, expect, it } from 'vitest'
import { decodeResponse } from '../../../app/bills/response-bytes'
import { BLINDING_BASE, GROUP_ORDER, encodePoint, encodeScalar, toScalar } from '../../../crypto'
import { dynamicWithGridFeeTariff } from '../../../services/supplier/example-tariffs'
import { billCase, exampleTerms } from '../../support/bills/bill-case'
import { wave } from '../../support/bills/attack'

const made = billCase({
  first: '2026-04-01',
  seconds: 7200,
  tariff: dynamicWithGridFeeTariff(exampleTerms()),
  listPrice: (start) => wave(start) - 250_000n
})
const scalar = (value: bigint): Uint8Array =>
  encodeScalar(toScalar(((value % GROUP_ORDER) + GROUP_ORDER) % GROUP_ORDER))

/** w*C, where libsodium refuses the identity. */
function times(weight: bigint, point: Uint8Array | null): Uint8Array | null {
  return point === null || weight % GROUP_ORDER === 0n
    ? null
    : sodium.crypto_scalarmult_ristretto255(scalar(weight), point)
}

function add(a: Uint8Array | null, b: Uint8Array | null): Uint8Array | null {
  if (a === null || b === null) return a ?? b
  return sodium.crypto_core_ristretto255_add(a, b)
}

function opening(value: bigint, blinding: bigint): Uint8Array | null {
  const valuePart = value === 0n ? null : sodium.crypto_scalarmult_ristretto255_base(scalar(value))
  return add(valuePart, times(blinding, encodePoint(BLINDING_BASE)))
}

describe('the sums of a bill, computed with libsodium', { timeout: 60_000 }, () => {
  beforeAll(() => sodium.ready)

  const stored = made.store.response(made.contract.hash, made.period.start)
  const response = decodeResponse(stored?.body ?? new Uint8Array(0))
  const records = made.chain.entries.map(({ record }) => record)

  it('every commitment opens to the reading of its interval', () => {
    for (const { record, opening: known } of made.chain.entries) {
      expect(opening(known?.value ?? 0n, known?.blinding ?? 0n)).toEqual(record.commitment)
    }
  })

  it('the cells together open the sum of all commitments', () => {
    const sum = records.reduce<Uint8Array | null>((all, { commitment }) => add(all, commitment), null)
    const energy = response.cells.reduce((all, cell) => all + cell.energy, 0n)
    const blinding = response.cells.reduce((all, cell) => all + cell.blinding, 0n)
    expect(opening(energy, blinding)).toEqual(sum)
  })

  it('the amount opens the sum of price times commitment, negative prices included', () => {
    const prices = made.bill.index?.prices ?? []
    expect(prices.some((price) => price < 0n)).toBe(true)
    const sum = records.reduce<Uint8Array | null>(
      (all, { commitment }, index) => add(all, times(prices[index] ?? 0n, commitment)),
      null
    )
    const [amount] = response.amounts
    expect(opening(amount?.amount ?? 0n, amount?.blinding ?? 0n)).toEqual(sum)
    expect(opening((amount?.amount ?? 0n) + 1n, amount?.blinding ?? 0n)).not.toEqual(sum)
  })
})
