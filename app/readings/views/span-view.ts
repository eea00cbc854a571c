/** The Readings page of a week, a month, a year or any days: rows of hours or of days. */

import type { ReadingsSpan } from '../../contract/spans'
import type { LocalDate } from '../../domain/calendar'
import { type Period, type UtcSeconds, toUtcSeconds } from '../../domain/interval'
import { gapsOf } from './gaps'
import { meterAt } from './meter-at'
import { ownPowerOf } from './own-power'
import { type LoadProfile, type RegisterProfile, readProfile } from './read-profile'
import { spanCosts } from './span-costs'
import { expectedSlots, hourEdges, knownSlots, rowAt, sumRows } from './span-rows'
import { profileTotals } from './profile-totals'
import type { ViewContext } from './view-context'

export type SpanRequest = {
  readonly meterId: string
  readonly first: LocalDate
  readonly last: LocalDate
  readonly by: 'hour' | 'day'
  readonly compare: { readonly first: LocalDate; readonly last: LocalDate } | null
}

const MOST_LISTED = 1000

/** @param span first to last reading of the meter. */
export function spanView(context: ViewContext, request: SpanRequest, span: Period): ReadingsSpan {
  const { meterId, first, last, by } = request
  const profile = readProfile(context, meterId, first, last)
  const edges = by === 'hour' ? hourEdges(profile.days) : profile.days.starts
  const [drawn, fedIn] = [sumRows(profile, profile.drawn, edges), sumRows(profile, profile.fedIn, edges)]
  const costs = spanCosts(context.prices, (time) => meterAt(context, meterId, time), profile, edges)
  const expected = expectedSlots(profile, edges, context.now, span)
  const compared =
    request.compare && readProfile(context, meterId, request.compare.first, request.compare.last, { only: 'drawn' })
  const compareEdges = compared && (by === 'hour' ? hourEdges(compared.days) : compared.days.starts)
  const compare = compared && compareEdges && sumRows(compared, compared.drawn, compareEdges)
  return {
    meterId,
    first,
    last,
    timeZone: context.timeZone,
    by,
    seconds: profile.usual,
    starts: [...edges],
    drawn: [...drawn.energies],
    fedIn: [...fedIn.energies],
    cost: [...costs.rows],
    measured: slotsOf(profile, drawn.covered, fedIn.covered),
    estimated: slotsOf(profile, drawn.estimated, fedIn.estimated),
    expected,
    contradictions: contradictionsPerRow(context, meterId, edges),
    long: longSums(drawn.wider, fedIn.wider).slice(0, MOST_LISTED),
    bands: by === 'hour' ? bandsOf(context, meterId, profile) : [],
    gaps: by === 'hour' ? gapsOf(edges, [drawn, fedIn], span).slice(0, MOST_LISTED) : [],
    totals: profileTotals(profile, { drawn: drawn.total, fedIn: fedIn.total, cost: costs.total, expected }),
    stages: [...costs.stages],
    costPending: costs.pending,
    compare:
      request.compare && compareEdges && compare
        ? { ...request.compare, starts: [...compareEdges], drawn: [...compare.energies] }
        : null,
    compareDrawn: compare?.total ?? null,
    compareSlots: compared && compareEdges && compare ? knownSlots(compared, compare, compareEdges) : null,
    ownPower: ownPowerOf(context, meterId, profile)
  }
}

/** A slot counts when either direction is known. */
function slotsOf({ raster }: LoadProfile, drawn: Float64Array, fedIn: Float64Array): number[] {
  return Array.from(drawn, (seconds, row) => Math.round(Math.max(seconds, fedIn[row] ?? 0) / raster))
}

function contradictionsPerRow(context: ViewContext, meterId: string, edges: readonly UtcSeconds[]): number[] {
  const counts = edges.slice(1).map(() => 0)
  const period = { start: edges[0] ?? toUtcSeconds(0), end: edges.at(-1) ?? toUtcSeconds(0) }
  for (const direction of ['drawn', 'fed-in'] as const) {
    for (const part of context.partsOf(meterId)) {
      for (const { start } of context.profiles.contradictions(part.meterId, direction, period)) {
        const row = rowAt(edges, start)
        if (row >= 0 && row < counts.length) counts[row] = (counts[row] ?? 0) + 1
      }
    }
  }
  return counts
}

function longSums(drawn: RegisterProfile['long'], fedIn: RegisterProfile['long']): ReadingsSpan['long'] {
  const key = ({ start, seconds }: RegisterProfile['long'][number]): string => `${start} ${seconds}`
  const both = new Map<string, ReadingsSpan['long'][number]>()
  for (const one of drawn) {
    both.set(key(one), { start: one.start, end: one.start + one.seconds, drawn: one.energy, fedIn: null })
  }
  for (const one of fedIn) {
    const known = both.get(key(one)) ?? { start: one.start, end: one.start + one.seconds, drawn: null, fedIn: null }
    both.set(key(one), { ...known, fedIn: one.energy })
  }
  return [...both.values()].sort((one, other) => one.start - other.start)
}

function bandsOf(context: ViewContext, meterId: string, profile: LoadProfile): ReadingsSpan['bands'] {
  const { starts } = profile.days
  return starts
    .slice(0, -1)
    .flatMap((start, day) => {
      const period = { start, end: starts[day + 1] ?? start }
      return context.prices?.bands(meterAt(context, meterId, start), period, profile.raster) ?? []
    })
    .slice(0, MOST_LISTED)
    .map((band) => ({ ...band }))
}
