/** Rows that stand further apart than the others for a while, where none names its end: each may stand for all that time. */

import type { ItemList } from '../lists/item-list'
import type { Interval } from './interval-list'

/** Fewer of them in a row are rather rows that are missing. */
const FEW = 8
/** Of longer rows clock changes make some longer than others. */
const LONGEST = 82_800

/** Lines of the rows. @param rows ascending; `seconds` 0 where unsaid. @param isEnd the stamps are ends. */
export function* widerRows(rows: ItemList<Interval>, step: number, isEnd: boolean): Generator<number, void> {
  if (step >= LONGEST) return
  let [width, run] = [0, [] as number[]]
  let before: Interval | undefined
  for (const row of rows) {
    const distance = before && before.seconds + row.seconds === 0 ? row.start - before.start : 0
    if (distance !== width) {
      if (run.length >= FEW) yield* run
      ;[width, run] = [distance, []]
    }
    if (before && width > step && width % step === 0) run.push(isEnd ? row.line : before.line)
    before = row
  }
  if (run.length >= FEW) yield* run
}
