/** Readings of both directions, side by side: one row per interval, as files have them. */

import type { ItemList } from './formats/lists/item-list'
import type { ProfileRow } from './formats/load-profile-file'
import type { Reading } from './reading-store'

/** Ascending by start. Readings share a row where interval and quality are the same. */
export function* profileRows(drawn: ItemList<Reading>, fedIn: ItemList<Reading>): Generator<ProfileRow, void> {
  let [left, right] = [0, 0]
  while (left < drawn.length || right < fedIn.length) {
    const [one, other] = [drawn.at(left), fedIn.at(right)]
    if (one && other && shareRow(one, other)) {
      yield { ...intervalOf(one), drawn: amountOf(one), fedIn: amountOf(other) }
      left += 1
      right += 1
    } else if (one && (!other || one.start <= other.start)) {
      yield { ...intervalOf(one), drawn: amountOf(one), fedIn: null }
      left += 1
    } else if (other) {
      yield { ...intervalOf(other), drawn: null, fedIn: amountOf(other) }
      right += 1
    }
  }
}

function shareRow(one: Reading, other: Reading): boolean {
  return one.start === other.start && one.seconds === other.seconds && one.quality === other.quality
}

function intervalOf({ start, seconds, quality }: Reading): Pick<ProfileRow, 'start' | 'seconds' | 'quality'> {
  return { start, seconds, quality }
}

function amountOf({ amount, exponent }: Reading): { readonly amount: bigint; readonly exponent: number } {
  return { amount, exponent }
}
