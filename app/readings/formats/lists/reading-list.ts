/** Readings, and what registers showed, in the order in which they come, packed: some 20 bytes each. */

import { type UtcSeconds, toUtcSeconds } from '../../../domain/interval'
import type { Reading } from '../../reading-store'
import type { RegisterState } from '../format-reader'
import { type GrowingList, listOver } from './item-list'
import { createBigColumn, createNumberColumn } from './number-column'

const QUALITIES = ['measured', 'estimated', 'substituted'] as const

/** @throws RangeError for an amount beyond 64 bits: check what is possible first. */
export function createReadingList(): GrowingList<Reading> {
  const [starts, seconds, amounts] = [createNumberColumn('real'), createNumberColumn('whole'), createBigColumn()]
  const [exponents, qualities] = [createNumberColumn('whole'), createNumberColumn('whole')]
  const list = listOver<Reading>(
    () => starts.length,
    (index) => ({
      start: timeAt(starts.at(index)),
      seconds: seconds.at(index) ?? 0,
      amount: amounts.at(index) ?? 0n,
      exponent: exponents.at(index) ?? 0,
      quality: QUALITIES[qualities.at(index) ?? 0] ?? 'measured'
    })
  )
  return growing(list, (reading) => {
    assertFits(reading.amount)
    starts.push(reading.start)
    seconds.push(reading.seconds)
    amounts.push(reading.amount)
    exponents.push(reading.exponent)
    qualities.push(QUALITIES.indexOf(reading.quality))
  })
}

/** @throws RangeError for an amount beyond 64 bits. */
export function createStateList(): GrowingList<RegisterState> {
  const [times, amounts, exponents] = [createNumberColumn('real'), createBigColumn(), createNumberColumn('whole')]
  const list = listOver<RegisterState>(
    () => times.length,
    (index) => ({
      at: timeAt(times.at(index)),
      amount: amounts.at(index) ?? 0n,
      exponent: exponents.at(index) ?? 0
    })
  )
  return growing(list, ({ at, amount, exponent }) => {
    assertFits(amount)
    times.push(at)
    amounts.push(amount)
    exponents.push(exponent)
  })
}

/** `push` beside what the list has; its length is asked for each time. */
export function growing<Item>(list: ReturnType<typeof listOver<Item>>, push: (item: Item) => void): GrowingList<Item> {
  return Object.assign(list, { push })
}

/** A typed array would cut the rest off in silence. */
export function assertFits(value: bigint): void {
  if (BigInt.asIntN(64, value) !== value) throw new RangeError('packed list: more than 64 bits')
}

function timeAt(time: number | undefined): UtcSeconds {
  return toUtcSeconds(time ?? 0)
}
