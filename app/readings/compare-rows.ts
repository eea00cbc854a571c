/** What of a file's rows is new, what is there already, and what contradicts it (docs/readings.md 1). */

import type { Direction } from '../domain/energy'
import { type Period, type UtcSeconds, toUtcSeconds } from '../domain/interval'
import type { Amount, ProfileRow } from './formats/load-profile-file'
import type { Reading, ReadingStore } from './reading-store'

export type Contradiction = {
  readonly start: UtcSeconds
  readonly direction: Direction
  /** Null where the stored readings cut time otherwise and their sum cannot be compared. */
  readonly stored: Amount | null
  readonly found: Reading
}

export type RowComparison = {
  /** Not stored yet, ascending. */
  readonly fresh: { readonly drawn: readonly Reading[]; readonly fedIn: readonly Reading[] }
  /** Rows with something new, rows known already, rows that contradict what is stored. */
  readonly added: number
  readonly unchanged: number
  readonly contradicting: number
  readonly contradictions: readonly Contradiction[]
}

/** @param rows ascending, of one meter. Reads the store only. */
export function compareRows(store: ReadingStore, meterId: string, rows: readonly ProfileRow[]): RowComparison {
  const drawn = compareDirection(store, meterId, 'drawn', readingsOf(rows, 'drawn'))
  const fedIn = compareDirection(store, meterId, 'fed-in', readingsOf(rows, 'fedIn'))
  const fresh = { drawn: drawn.fresh, fedIn: fedIn.fresh }
  const contradictions = [...drawn.contradictions, ...fedIn.contradictions]
  const wrong = new Set(contradictions.map(({ start }) => start))
  const added = addedStarts(rows, fresh, wrong)
  const contradicting = wrong.size === 0 ? 0 : rows.filter(({ start }) => wrong.has(start)).length
  const isAdded = added === 'all' ? rows.length : rows.filter(({ start }) => added.has(start)).length
  return {
    fresh,
    contradictions,
    added: isAdded,
    contradicting,
    unchanged: rows.length - isAdded - contradicting
  }
}

/** 'all' where nothing is stored yet, as in a first import: half a million rows need no set of their starts then. */
function addedStarts(
  rows: readonly ProfileRow[],
  { drawn, fedIn }: RowComparison['fresh'],
  wrong: ReadonlySet<UtcSeconds>
): ReadonlySet<UtcSeconds> | 'all' {
  if (wrong.size === 0 && Math.max(drawn.length, fedIn.length) === rows.length) return 'all'
  return new Set([...drawn, ...fedIn].map(({ start }) => start).filter((start) => !wrong.has(start)))
}

function readingsOf(rows: readonly ProfileRow[], part: 'drawn' | 'fedIn'): readonly Reading[] {
  const readings: Reading[] = []
  for (const row of rows) {
    const amount = row[part]
    if (!amount) continue
    const { start, seconds, quality } = row
    readings.push({ start, seconds, amount: amount.amount, exponent: amount.exponent, quality })
  }
  return readings
}

function compareDirection(
  store: ReadingStore,
  meterId: string,
  direction: Direction,
  found: readonly Reading[]
): { readonly fresh: readonly Reading[]; readonly contradictions: readonly Contradiction[] } {
  const [first, last] = [found[0], found.at(-1)]
  if (!first || !last) return { fresh: [], contradictions: [] }
  const stored = store.overlapping(meterId, direction, { start: first.start, end: endOfReading(last) })
  if (stored.length === 0) return { fresh: found, contradictions: [] }
  const fresh: Reading[] = []
  const contradictions: Contradiction[] = []
  let from = 0
  for (const reading of found) {
    while (from < stored.length && endOfReading(stored[from] as Reading) <= reading.start) from += 1
    const same = sharing(stored, from, reading)
    if (same.length === 0) fresh.push(reading)
    else if (!tellTheSame(same, reading)) {
      contradictions.push({ start: reading.start, direction, stored: sumOver(same, reading), found: reading })
    }
  }
  return { fresh, contradictions }
}

function sharing(stored: readonly Reading[], from: number, reading: Reading): readonly Reading[] {
  const end = endOfReading(reading)
  let to = from
  while (to < stored.length && (stored[to] as Reading).start < end) to += 1
  return stored.slice(from, to)
}

/** True where stored readings cut into the same interval have the same energy: by whole intervals or by finer ones. */
function tellTheSame(stored: readonly Reading[], reading: Reading): boolean {
  const sum = sumOver(stored, reading)
  return sum !== null && toFinest(sum) === toFinest(reading)
}

/** Sum of the stored readings that fill exactly the interval of `period`; null where they do not. */
function sumOver(stored: readonly Reading[], period: Pick<Reading, 'start' | 'seconds'>): Amount | null {
  let end: number = period.start
  let sum = 0n
  for (const one of stored) {
    if (one.start !== end) return null
    end = one.start + one.seconds
    sum += toFinest(one)
  }
  return end === period.start + period.seconds ? { amount: sum, exponent: FINEST } : null
}

/** Places that every stored exponent fits into. */
export const FINEST = 6

/** Powers of ten once: half a million of them took longer than the sums. */
const TENS: readonly bigint[] = Array.from({ length: FINEST + 1 }, (_, places) => 10n ** BigInt(places))

/** @throws RangeError for a finer exponent than any that is stored. */
export function toFinest({ amount, exponent }: Amount): bigint {
  const ten = TENS[FINEST - exponent]
  if (ten === undefined) throw new RangeError('reading: exponent')
  return amount * ten
}

function endOfReading({ start, seconds }: Reading): Period['end'] {
  return toUtcSeconds(start + seconds)
}
