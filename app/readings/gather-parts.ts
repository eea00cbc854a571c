/** What a file says, meter by meter: compared with the store while it is being read, stored at its end or not at all. */

import { AppError } from '../app-error'
import type { Remark } from '../contract/common'
import type { ImportedFile } from '../contract/readings'
import { type Direction, toMilliwattHours } from '../domain/energy'
import { type Period, toUtcSeconds } from '../domain/interval'
import { type Contradiction, type RowComparison, FINEST, compareRows } from './compare-rows'
import type { FilePart, RegisterState } from './formats/format-reader'
import type { Amount, ProfileRow } from './formats/load-profile-file'
import { METER_NAME } from './formats/wattveil-csv-form'
import type { Reading, ReadingBatch, ReadingStore } from './reading-store'

const MAX_ROWS = 2_000_000
const MAX_METERS = 100
/** Contradictions that are listed one by one; all are counted. */
const LISTED = 20
const MAX_REMARKS = 150
/** Contradictions of one file and direction that are kept for the pages. */
const MAX_KEPT = 5000

type GatheredMeter = {
  readonly comparisons: RowComparison[]
  readonly registers: Record<Direction, RegisterState[]>
  registerContradictions: number
  first: ProfileRow | null
  last: number
  rows: number
  drawn: bigint | null
  fedIn: bigint | null
}

export type Gathering = {
  readonly meters: Map<string, GatheredMeter>
  readonly remarks: Remark[]
  rows: number
}

export function newGathering(): Gathering {
  return { meters: new Map(), remarks: [], rows: 0 }
}

/** @throws AppError file-too-many-rows { limit }, file-too-many-meters { limit }. */
export function gatherPart(store: ReadingStore, gathering: Gathering, part: FilePart): void {
  if (part.kind === 'remark') {
    if (gathering.remarks.length < MAX_REMARKS) gathering.remarks.push(part.remark)
    return
  }
  const meter = meterOf(gathering, part.meterId)
  gathering.rows += part.kind === 'rows' ? part.rows.length : part.states.length
  if (gathering.rows > MAX_ROWS) throw new AppError('file-too-many-rows', { limit: MAX_ROWS })
  if (part.kind === 'rows') gatherRows(store, meter, part.meterId, part.rows)
  else gatherRegisters(store, meter, part)
}

export function storeGathering(store: ReadingStore, { meters }: Gathering, batch: ReadingBatch): void {
  const fresh = (meter: GatheredMeter, part: 'drawn' | 'fedIn'): readonly Reading[] =>
    meter.comparisons.flatMap((one) => one.fresh[part])
  store.transaction(() => {
    for (const [meterId, meter] of meters) {
      store.add(meterId, 'drawn', fresh(meter, 'drawn'), batch)
      store.add(meterId, 'fed-in', fresh(meter, 'fedIn'), batch)
      store.addRegisters(meterId, 'drawn', meter.registers.drawn, batch)
      store.addRegisters(meterId, 'fed-in', meter.registers['fed-in'], batch)
      for (const direction of ['drawn', 'fed-in'] as const) {
        store.noteContradictions(meterId, direction, contradictionsOf(meter, direction), batch.name)
      }
    }
  })
}

export function importedMeters({ meters }: Gathering): ImportedFile['meters'] {
  return [...meters].map(([meterId, meter]) => {
    const count = (part: 'added' | 'unchanged' | 'contradicting'): number =>
      meter.comparisons.reduce((sum, one) => sum + one[part], 0)
    return {
      meterId,
      intervals: meter.rows,
      added: count('added'),
      unchanged: count('unchanged'),
      contradictions: count('contradicting'),
      first: meter.first?.start ?? null,
      last: meter.first ? meter.last : null,
      drawn: meter.drawn === null ? null : toMilliwattHours(meter.drawn, FINEST),
      fedIn: meter.fedIn === null ? null : toMilliwattHours(meter.fedIn, FINEST)
    }
  })
}

export function remarksOf({ meters, remarks }: Gathering): Remark[] {
  const all = [...meters.values()]
  const contradictions = all.flatMap(({ comparisons }) => comparisons.flatMap((one) => one.contradictions))
  const registers = all.reduce((sum, one) => sum + one.registerContradictions, 0)
  return [
    ...remarks,
    ...(registers > 0 ? [{ code: 'registers-contradict', params: { count: registers } }] : []),
    ...contradictions.slice(0, LISTED).map(remarkOf)
  ]
}

function meterOf({ meters }: Gathering, meterId: string): GatheredMeter {
  const known = meters.get(meterId)
  if (known) return known
  if (!METER_NAME.test(meterId)) throw new TypeError('reader: not the name of a meter')
  if (meters.size >= MAX_METERS) throw new AppError('file-too-many-meters', { most: MAX_METERS })
  const made: GatheredMeter = {
    comparisons: [],
    registers: { drawn: [], 'fed-in': [] },
    registerContradictions: 0,
    first: null,
    last: 0,
    rows: 0,
    drawn: null,
    fedIn: null
  }
  meters.set(meterId, made)
  return made
}

/** Compares while the file is being read, so that nothing waits long at its end. */
function gatherRows(store: ReadingStore, meter: GatheredMeter, meterId: string, rows: readonly ProfileRow[]): void {
  meter.rows += rows.length
  meter.comparisons.push(compareRows(store, meterId, rows))
  meter.first ??= rows[0] ?? null
  for (const { start, seconds, drawn, fedIn } of rows) {
    meter.last = Math.max(meter.last, start + seconds)
    if (drawn) meter.drawn = (meter.drawn ?? 0n) + toFinest(drawn)
    if (fedIn) meter.fedIn = (meter.fedIn ?? 0n) + toFinest(fedIn)
  }
}

function gatherRegisters(
  store: ReadingStore,
  meter: GatheredMeter,
  { meterId, direction, states }: FilePart & { readonly kind: 'registers' }
): void {
  const [first, last] = [states[0], states.at(-1)]
  if (!first || !last) return
  const period: Period = { start: first.at, end: toUtcSeconds(last.at + 1) }
  const stored = new Map(store.registers(meterId, direction, period).map((state) => [state.at, toFinest(state)]))
  for (const state of states) {
    const known = stored.get(state.at)
    if (known === undefined) meter.registers[direction].push(state)
    else if (known !== toFinest(state)) meter.registerContradictions += 1
  }
}

/** No more than pages can show. */
function contradictionsOf({ comparisons }: GatheredMeter, direction: Direction): readonly Reading[] {
  const all = comparisons.flatMap((one) => one.contradictions)
  return all
    .filter((one) => one.direction === direction)
    .slice(0, MAX_KEPT)
    .map(({ found }) => found)
}

function toFinest({ amount, exponent }: Amount): bigint {
  return amount * 10n ** BigInt(FINEST - exponent)
}

function remarkOf({ start, direction, stored, found }: Contradiction): Remark {
  const milli = ({ amount, exponent }: Amount): number => toMilliwattHours(amount, exponent)
  return stored
    ? { code: 'reading-contradicts', params: { start, direction, stored: milli(stored), found: milli(found) } }
    : { code: 'reading-overlaps', params: { start, direction, found: milli(found) } }
}
