/** What a file says, meter by meter: compared and put aside while it is being read, stored at its end or not at all. */

import { AppError } from '../app-error'
import type { Remark } from '../contract/common'
import type { ImportedFile } from '../contract/readings'
import { type Direction, toMilliwattHours } from '../domain/energy'
import { type Period, toUtcSeconds } from '../domain/interval'
import { type Contradiction, FINEST, compareRows, toFinest } from './compare-rows'
import type { FilePart } from './formats/format-reader'
import type { Amount, ProfileRow } from './formats/load-profile-file'
import { METER_NAME } from './formats/wattveil-csv-form'
import type { ImportedRows, NotedContradictions, OpenImport, ReadingStore } from './reading-store'

const MAX_ROWS = 2_000_000
const MAX_METERS = 100
/** Contradictions that are listed one by one; all are counted. */
const LISTED = 20
const MAX_REMARKS = 150
/** Contradictions of one meter and direction that are kept for the pages. */
const MAX_KEPT = 5000
/** Rows that are put aside in one go: some 50 ms, and few enough commits. */
const ROWS_AT_ONCE = 10_000

type GatheredMeter = {
  added: number
  unchanged: number
  contradicting: number
  /** No more than pages can show. */
  readonly contradictions: Record<Direction, Contradiction[]>
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
  /** Rows and register totals so far. */
  rows: number
  /** Not put aside yet. */
  waiting: ImportedRows[]
  waitingRows: number
}

export function newGathering(): Gathering {
  return { meters: new Map(), remarks: [], rows: 0, waiting: [], waitingRows: 0 }
}

/** @throws AppError file-too-many-rows { limit }, file-too-many-meters { limit }, and what the store throws. */
export function gatherPart(store: ReadingStore, aside: OpenImport, gathering: Gathering, part: FilePart): void {
  if (part.kind === 'working') return
  if (part.kind === 'remark') {
    if (gathering.remarks.length < MAX_REMARKS) gathering.remarks.push(part.remark)
    return
  }
  const meter = meterOf(gathering, part.meterId)
  gathering.rows += part.kind === 'rows' ? part.rows.length : part.states.length
  if (gathering.rows > MAX_ROWS) throw new AppError('file-too-many-rows', { limit: MAX_ROWS })
  const found = part.kind === 'rows' ? gatherRows(store, meter, part) : gatherRegisters(store, meter, part)
  gathering.waiting.push(...found)
  gathering.waitingRows += found.reduce((sum, { readings, registers }) => sum + readings.length + registers.length, 0)
  if (gathering.waitingRows >= ROWS_AT_ONCE) putAside(aside, gathering)
}

function putAside(aside: OpenImport, gathering: Gathering): void {
  const { waiting } = gathering
  Object.assign(gathering, { waiting: [], waitingRows: 0 })
  aside.add(waiting)
}

export function keepGathering(aside: OpenImport, gathering: Gathering): void {
  putAside(aside, gathering)
  aside.keep(
    [...gathering.meters].flatMap(([meterId, { contradictions }]) =>
      (['drawn', 'fed-in'] as const).map((direction): NotedContradictions => {
        return { meterId, direction, found: contradictions[direction].map(({ found }) => found) }
      })
    )
  )
}

export function importedMeters({ meters }: Gathering): ImportedFile['meters'] {
  return [...meters].map(([meterId, meter]) => ({
    meterId,
    intervals: meter.rows,
    added: meter.added,
    unchanged: meter.unchanged,
    contradictions: meter.contradicting,
    first: meter.first?.start ?? null,
    last: meter.first ? meter.last : null,
    drawn: meter.drawn === null ? null : toMilliwattHours(meter.drawn, FINEST),
    fedIn: meter.fedIn === null ? null : toMilliwattHours(meter.fedIn, FINEST)
  }))
}

export function remarksOf({ meters, remarks }: Gathering): Remark[] {
  const all = [...meters.values()]
  const contradictions = all.flatMap(({ contradictions: found }) =>
    [...found.drawn, ...found['fed-in']].sort((one, other) => one.start - other.start)
  )
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
    added: 0,
    unchanged: 0,
    contradicting: 0,
    contradictions: { drawn: [], 'fed-in': [] },
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
function gatherRows(
  store: ReadingStore,
  meter: GatheredMeter,
  { meterId, rows }: FilePart & { readonly kind: 'rows' }
): readonly ImportedRows[] {
  const { fresh, added, unchanged, contradicting, contradictions } = compareRows(store, meterId, rows)
  meter.rows += rows.length
  meter.added += added
  meter.unchanged += unchanged
  meter.contradicting += contradicting
  for (const one of contradictions) {
    const kept = meter.contradictions[one.direction]
    if (kept.length < MAX_KEPT) kept.push(one)
  }
  meter.first ??= rows[0] ?? null
  for (const { start, seconds, drawn, fedIn } of rows) {
    meter.last = Math.max(meter.last, start + seconds)
    if (drawn) meter.drawn = (meter.drawn ?? 0n) + toFinest(drawn)
    if (fedIn) meter.fedIn = (meter.fedIn ?? 0n) + toFinest(fedIn)
  }
  return [
    { meterId, direction: 'drawn', readings: fresh.drawn, registers: [] },
    { meterId, direction: 'fed-in', readings: fresh.fedIn, registers: [] }
  ]
}

function gatherRegisters(
  store: ReadingStore,
  meter: GatheredMeter,
  { meterId, direction, states }: FilePart & { readonly kind: 'registers' }
): readonly ImportedRows[] {
  const [first, last] = [states[0], states.at(-1)]
  if (!first || !last) return []
  const period: Period = { start: first.at, end: toUtcSeconds(last.at + 1) }
  const stored = new Map(store.registers(meterId, direction, period).map((state) => [state.at, toFinest(state)]))
  const registers = states.filter((state) => !stored.has(state.at))
  const known = states.length - registers.length
  if (known > 0) {
    meter.registerContradictions += states.filter((state) => {
      const amount = stored.get(state.at)
      return amount !== undefined && amount !== toFinest(state)
    }).length
  }
  return [{ meterId, direction, readings: [], registers }]
}

function remarkOf({ start, direction, stored, found }: Contradiction): Remark {
  const milli = ({ amount, exponent }: Amount): number => toMilliwattHours(amount, exponent)
  return stored
    ? { code: 'reading-contradicts', params: { start, direction, stored: milli(stored), found: milli(found) } }
    : { code: 'reading-overlaps', params: { start, direction, found: milli(found) } }
}
