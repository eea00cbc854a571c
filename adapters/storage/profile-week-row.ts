/**
 * Seven summed days as a row: their heads, energies and qualities in one blob, what fits into no slot as JSON. A row per day
 * would take five times as long to read as the days themselves.
 */

import { z } from 'zod'
import { AppError } from '../../app/app-error'
import { checkShape } from '../../app/check-shape'
import { SECONDS_PER_DAY, toUtcSeconds, utcDayOf } from '../../app/domain/interval'
import type { LongEnergy, ProfileDay, Raster, Slots } from '../../app/readings/profile-store'
import type { SqlValue } from './libsql'
import { type Row, bytesIn, integerIn, nullableIn, textIn } from './row'

/** The same while it is being filled. */
export type StoredDay = {
  readonly day: number
  readonly raster: Raster
  readonly usual: number | null
  slots: Slots | null
  readonly long: LongEnergy[]
}

export const DAYS_PER_ROW = 7

/** Raster, usual length (or NONE), number of slots. */
const HEAD_FLOATS = 3
const FLOAT_BYTES = 8
const HEADS_BYTES = DAYS_PER_ROW * HEAD_FLOATS * FLOAT_BYTES
const NONE = -1
const NO_LONG: readonly LongEnergy[] = []
const longList = z.array(z.tuple([z.number().int(), z.number().int(), z.number().int(), z.literal([0, 1, 2])]))

/** Number of the row that a UTC day is in. */
export function weekOf(day: number): number {
  return Math.floor(day / DAYS_PER_ROW)
}

/** Values of the columns week, days, long. @param days all of one row, in order */
export function encodeWeek(days: readonly StoredDay[]): readonly SqlValue[] {
  const [first] = days
  if (days.length !== DAYS_PER_ROW || !first) throw new RangeError('profile: a row has seven days')
  const listed = days.flatMap(({ long }) =>
    long.map(({ start, seconds, energy, rank }) => [start, seconds, energy, rank])
  )
  return [weekOf(first.day), blobOf(days), listed.length === 0 ? null : JSON.stringify(listed)]
}

/** @throws AppError database-damaged. */
export function decodeWeek(row: Row): readonly ProfileDay[] {
  const first = integerIn(row, 'week') * DAYS_PER_ROW
  const blob = bytesIn(row, 'days')
  const text = nullableIn(row, 'long', textIn)
  const long = text === null ? NO_LONG : longFrom(text)
  if (blob.byteOffset !== 0 || blob.byteLength < HEADS_BYTES) throw new AppError('database-damaged')
  const heads = new Float64Array(blob.buffer, 0, DAYS_PER_ROW * HEAD_FLOATS)
  let at = HEADS_BYTES
  const days: ProfileDay[] = []
  for (let index = 0; index < DAYS_PER_ROW; index++) {
    const day = first + index
    const head = index * HEAD_FLOATS
    const raster = rasterFrom(heads[head])
    const count = heads[head + 2] ?? NONE
    const slots = slotsFrom(blob, at, count, raster)
    at += slotBytes(count)
    const own = long.length === 0 ? long : long.filter(({ start }) => utcDayOf(start) === day)
    days.push({ day, raster, usual: usualFrom(heads[head + 1]), slots, long: own })
  }
  if (at !== blob.byteLength) throw new AppError('database-damaged')
  return days
}

function blobOf(days: readonly StoredDay[]): Uint8Array {
  const counts = days.map(({ slots }) => slots?.energies.length ?? 0)
  const bytes = new Uint8Array(counts.reduce((sum, count) => sum + slotBytes(count), HEADS_BYTES))
  const heads = days.flatMap(({ raster, usual }, index) => [raster, usual ?? NONE, counts[index] ?? 0])
  bytes.set(new Uint8Array(Float64Array.from(heads).buffer))
  let at = HEADS_BYTES
  for (const { slots } of days) {
    if (!slots) continue
    const { energies, ranks } = slots
    bytes.set(new Uint8Array(energies.buffer, energies.byteOffset, energies.byteLength), at)
    bytes.set(ranks, at + energies.byteLength)
    at += slotBytes(energies.length)
  }
  return bytes
}

/** A multiple of eight, as the next floats need it: a day has 24 slots or a multiple of them. */
function slotBytes(count: number): number {
  return count * (FLOAT_BYTES + 1)
}

/** Parts of the row's own bytes, not copies. */
function slotsFrom(blob: Uint8Array, at: number, count: number, raster: Raster): Slots | null {
  if (count === 0) return null
  if (count !== SECONDS_PER_DAY / raster || at + slotBytes(count) > blob.byteLength) {
    throw new AppError('database-damaged')
  }
  return {
    energies: new Float64Array(blob.buffer, at, count),
    ranks: new Uint8Array(blob.buffer, at + count * FLOAT_BYTES, count)
  }
}

function longFrom(text: string): readonly LongEnergy[] {
  const parsed = checkShape(longList, parse(text))
  if (!parsed.success) throw new AppError('database-damaged')
  return parsed.data.map(([start, seconds, energy, rank]) => ({ start: toUtcSeconds(start), seconds, energy, rank }))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function rasterFrom(raster: number | undefined): Raster {
  if (raster !== 900 && raster !== 1800 && raster !== 3600) throw new AppError('database-damaged')
  return raster
}

function usualFrom(usual: number | undefined): number | null {
  if (usual === NONE) return null
  if (usual === undefined || !Number.isSafeInteger(usual) || usual < 1) throw new AppError('database-damaged')
  return usual
}
