/** Readings of both directions, side by side: one row per interval, as files have them. */

import type { ItemList } from './formats/lists/item-list'
import type { Amount, ProfileRow } from './formats/load-profile-file'
import type { Reading } from './reading-store'

/** Ascending by start. Readings share a row where interval and quality are the same. */
export function* profileRows(drawn: ItemList<Reading>, fedIn: ItemList<Reading>): Generator<ProfileRow, void> {
  let [left, right] = [0, 0]
  let [one, other] = [drawn.at(0), fedIn.at(0)]
  while (one || other) {
    const isShared = one !== undefined && other !== undefined && shareRow(one, other)
    if (one && (isShared || !other || one.start <= other.start)) {
      yield rowOf(one, one, isShared ? other : undefined)
      one = drawn.at(++left)
      if (isShared) other = fedIn.at(++right)
    } else if (other) {
      yield rowOf(other, undefined, other)
      other = fedIn.at(++right)
    }
  }
}

function shareRow(one: Reading, other: Reading): boolean {
  return one.start === other.start && one.seconds === other.seconds && one.quality === other.quality
}

/** Written out: a copy by spreading takes ten times as long, and a year of minutes has half a million rows. */
function rowOf(
  { start, seconds, quality }: Reading,
  drawn: Reading | undefined,
  fedIn: Reading | undefined
): ProfileRow {
  return { start, seconds, quality, drawn: drawn ? amountOf(drawn) : null, fedIn: fedIn ? amountOf(fedIn) : null }
}

function amountOf({ amount, exponent }: Reading): Amount {
  return { amount, exponent }
}
