/** A summed day as a row: energies and qualities in one blob, what fits into no slot as JSON. */

import { z } from 'zod'
import { AppError } from '../../app/app-error'
import { checkShape } from '../../app/check-shape'
import { SECONDS_PER_DAY, toUtcSeconds } from '../../app/domain/interval'
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

const ENERGY_BYTES = 8
const longList = z.array(z.tuple([z.number().int(), z.number().int(), z.number().int(), z.literal([0, 1, 2])]))

/** Values of the columns day, raster, usual, slots, long. */
export function encodeDay({ day, raster, usual, slots, long }: StoredDay): readonly SqlValue[] {
  const listed = long.map(({ start, seconds, energy, rank }) => [start, seconds, energy, rank])
  return [day, raster, usual, slots && blobOf(slots), long.length === 0 ? null : JSON.stringify(listed)]
}

/** @throws AppError database-damaged. */
export function decodeDay(row: Row): ProfileDay {
  const raster = rasterIn(row)
  const blob = nullableIn(row, 'slots', bytesIn)
  const long = nullableIn(row, 'long', textIn)
  return {
    day: integerIn(row, 'day'),
    raster,
    usual: nullableIn(row, 'usual', integerIn),
    slots: blob && slotsFrom(blob, SECONDS_PER_DAY / raster),
    long: long === null ? [] : longFrom(long)
  }
}

function blobOf({ energies, ranks }: Slots): Uint8Array {
  const bytes = new Uint8Array(energies.length * (ENERGY_BYTES + 1))
  bytes.set(new Uint8Array(energies.buffer, energies.byteOffset, energies.byteLength))
  bytes.set(ranks, energies.byteLength)
  return bytes
}

function slotsFrom(blob: Uint8Array, count: number): Slots {
  if (blob.byteLength !== count * (ENERGY_BYTES + 1)) throw new AppError('database-damaged')
  // Copied: an array of floats may only begin at a multiple of eight.
  const whole = blob.slice()
  return {
    energies: new Float64Array(whole.buffer, 0, count),
    ranks: new Uint8Array(whole.buffer, count * ENERGY_BYTES, count)
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

function rasterIn(row: Row): Raster {
  const raster = integerIn(row, 'raster')
  if (raster !== 900 && raster !== 1800 && raster !== 3600) throw new AppError('database-damaged')
  return raster
}
