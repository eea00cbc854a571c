/** A register that passes its top in the period: the bill is right, and a wrong one is still found. */

import { describe, expect, it } from 'vitest'
import { atOnce } from '../../../app/bills/pause'
import type { Bill } from '../../../app/bills/documents/bill-document'
import { encodeSignedFile } from '../../../app/bills/documents/signed-file'
import { evidenceOf } from '../../../app/bills/records/evidence-of'
import { sourcesFromParts } from '../../../app/bills/records/record-sources'
import { verifyBill } from '../../../app/bills/verify-bill'
import { hourly, told } from '../../support/bills/attack'
import { type BillCase, primitives } from '../../support/bills/bill-case'

/** Six digits of kWh, in Wh. */
const TOP = 10n ** 9n
const BEFORE = TOP - 50_000n

/** The register shows what is left of the total; the chain and its commitments know nothing of it. */
function rolling(top = TOP): BillCase {
  const made = hourly({ chain: { register: BEFORE } })
  for (const [at, total] of made.chain.registers) made.chain.registers.set(at, total % top)
  return made
}

const made = rolling()
const total = made.bill.cells.reduce((sum, { energy }) => sum + energy, 0n)
const printed = (start: bigint, end: bigint): Bill => ({
  ...made.bill,
  registers: [{ ...made.chain.id, resolution: 1000, start, end }]
})
const [START, END] = [BEFORE / 1000n, ((BEFORE + total) % TOP) / 1000n]

describe('a bill over the top of a register', () => {
  it('is correct, with and without printed readings', async () => {
    expect(END).toBeLessThan(START)
    const plain = await made.verify(made.bill)
    expect(told(plain)).toEqual(['correct'])
    expect(plain.checks.find(({ id }) => id === 'V12')?.state).toBe('passed')
    expect(told(await made.verify(printed(START, END)))).toEqual(['correct'])
  })

  it('is wrong where a printed reading goes on above the top, or is another', async () => {
    for (const bill of [printed(START, END + 1_000_000n), printed(START, END + 1n), printed(START + 1n, END)]) {
      expect(told(await made.verify(bill))).toEqual(['wrong', 'V12 register-differs'])
    }
  })

  it('is right or wrong by the printed readings alone where nobody has own ones', async () => {
    const verify = async (bill: Bill) => {
      const parts = atOnce(evidenceOf(made.sources, encodeSignedFile(made.sign(bill))))
      return verifyBill(await sourcesFromParts(primitives, made.sources.work, parts), parts.bill)
    }
    expect(told(await verify(printed(START, END)))).toEqual(['correct'])
    for (const bill of [printed(START, END + 2n), printed(START - 2n, END), printed(END, START)]) {
      expect(told(await verify(bill))).toEqual(['wrong', 'V12 register-contradicts-energy'])
    }
    // Printed to the watt-hour nothing is cut off.
    const exact = (more: bigint) => {
      const register = { ...made.chain.id, resolution: 1, start: BEFORE, end: (BEFORE + total + more) % TOP }
      return verify({ ...made.bill, registers: [register] })
    }
    expect(told(await exact(0n))).toEqual(['correct'])
    expect(told(await exact(1n))).toEqual(['wrong', 'V12 register-contradicts-energy'])
    expect(told(await exact(-1n))).toEqual(['wrong', 'V12 register-contradicts-energy'])
  })

  it('cannot be checked where the own register went back by something else', async () => {
    const odd = rolling(TOP - 1n)
    expect(told(await odd.verify(odd.bill))).toEqual(['cannot-be-checked', 'V12 own-register-differs'])
  })
})
