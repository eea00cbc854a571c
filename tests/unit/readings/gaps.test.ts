/** What is known of a stretch without readings, and of days that others are compared with: to the slot, and no more. */

import { describe, expect, it } from 'vitest'
import { type UtcSeconds, toUtcSeconds } from '../../../app/domain/interval'
import type { LongEnergy } from '../../../app/readings/profile-store'
import { gapsOf } from '../../../app/readings/views/gaps'
import type { LoadProfile } from '../../../app/readings/views/read-profile'
import { type RowSums, knownSlots } from '../../../app/readings/views/span-rows'

const QUARTER = 900
const at = (quarter: number): UtcSeconds => toUtcSeconds(quarter * QUARTER)
const EDGES = [0, 1, 2, 3, 4].map(at)
const EVER = { start: at(0), end: at(4) }
const sum = (from: number, to: number, energy: number): LongEnergy => ({
  ...{ start: at(from), seconds: (to - from) * QUARTER, energy, rank: 0 }
})

describe('gapsOf', () => {
  const gaps = (wider: readonly LongEnergy[], span = EVER) =>
    gapsOf(EDGES, [{ energies: [5, null, null, 5], wider }], span)

  it('knows the energy of a gap that sums fill from end to end, and of none that they fill in part', () => {
    expect(gaps([sum(1, 3, 8)])).toEqual([{ start: at(1), end: at(3), drawn: 8 }])
    expect(gaps([sum(1, 2, 3), sum(2, 3, 4)])).toEqual([{ start: at(1), end: at(3), drawn: 7 }])
    expect(gaps([sum(1, 2, 3)])).toEqual([{ start: at(1), end: at(3), drawn: null }])
    expect(gaps([sum(0, 3, 9)])).toEqual([{ start: at(1), end: at(3), drawn: null }])
  })

  it('sees none before the first reading nor after the last', () => {
    expect(gaps([], { start: at(2), end: at(4) })).toEqual([{ start: at(2), end: at(3), drawn: null }])
    expect(gaps([], { start: at(0), end: at(2) })).toEqual([{ start: at(1), end: at(2), drawn: null }])
    expect(gaps([], { start: at(3), end: at(4) })).toEqual([])
  })
})

describe('knownSlots', () => {
  const known = (covered: readonly number[], wider: readonly LongEnergy[]) => {
    const rows: RowSums = {
      ...{ energies: [], covered: Float64Array.from(covered), estimated: new Float64Array(4), wider, total: 1 }
    }
    return knownSlots({ raster: QUARTER } as LoadProfile, rows, EDGES)
  }

  it('counts slots with an energy of their own and those within a sum that lies inside', () => {
    expect(known([QUARTER, 0, 0, QUARTER], [])).toEqual({ known: 2, all: 4 })
    expect(known([QUARTER, 0, 0, QUARTER], [sum(1, 3, 8)])).toEqual({ known: 4, all: 4 })
    expect(known([QUARTER, 0, 0, 0], [sum(1, 6, 8)])).toEqual({ known: 1, all: 4 })
  })

  it('counts no slot that is known in part', () => {
    expect(known([QUARTER, QUARTER / 2, 0, 0], [])).toEqual({ known: 1, all: 4 })
  })
})
