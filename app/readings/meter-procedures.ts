/** The procedures by which a person says what meters are, and takes imports out and puts them back. */

import { AppError } from '../app-error'
import type { CoreProcedures } from '../contract'
import type { KeptImport as ShownImport } from '../contract/meters'
import { localDateAt, startOfDay, toLocalDate } from '../domain/calendar'
import { toUtcSeconds } from '../domain/interval'
import type { KeptImport } from './batch-store'
import type { ReadingsDeps } from './create-readings'
import { type MeterNote, partsOf } from './meter-notes'

export type MeterProcedures = Pick<
  CoreProcedures,
  | 'meters.rename'
  | 'meters.set-production'
  | 'meters.join'
  | 'meters.part'
  | 'readings.imports'
  | 'readings.remove-import'
  | 'readings.restore-import'
>

const MOST_IMPORTS = 2000

/** @param alone does one thing after the other @param changed called after anything that the pages show has changed */
export function meterProcedures(
  deps: ReadingsDeps,
  alone: <Value>(work: () => Promise<Value>) => Promise<Value>,
  changed: () => void
): MeterProcedures {
  const write = <Value>(work: () => Value): Promise<Value> =>
    alone(() => {
      const value = work()
      changed()
      return Promise.resolve(value)
    })
  const noteOf = (meterId: string): MeterNote => {
    if (!deps.readings.spans().some((span) => span.meterId === meterId)) throw new AppError('meter-unknown')
    return deps.notes.notes().find((note) => note.meterId === meterId) ?? { meterId, name: null, isProduction: false }
  }
  return {
    'meters.rename': ({ meterId, name }) =>
      write(() => {
        deps.notes.save({ ...noteOf(meterId), name })
        return {}
      }),
    'meters.set-production': ({ meterId, isProduction }) =>
      write(() => {
        deps.notes.save({ ...noteOf(meterId), isProduction })
        return {}
      }),
    'meters.join': (request) =>
      write(() => {
        join(deps, request)
        return {}
      }),
    'meters.part': ({ newMeter }) =>
      write(() => {
        if (!deps.notes.part(newMeter)) throw new AppError('meter-unknown')
        return {}
      }),
    'readings.imports': async () =>
      Promise.resolve(
        deps.batches
          .imports()
          .slice(0, MOST_IMPORTS)
          .map((one) => shown(one, deps))
      ),
    'readings.remove-import': ({ id }) =>
      write(() => {
        if (!deps.batches.remove(id, deps.clock.now())) throw new AppError('import-unknown')
        return {}
      }),
    'readings.restore-import': ({ id }) =>
      write(() => {
        const restored = deps.batches.restore(id)
        if (!restored) throw new AppError('import-unknown')
        return { ...restored }
      })
  }
}

function join(
  deps: ReadingsDeps,
  { oldMeter, newMeter, date }: { readonly oldMeter: string; readonly newMeter: string; readonly date: string }
): void {
  const spans = deps.readings.spans()
  const isKnown = (meterId: string): boolean => spans.some((span) => span.meterId === meterId)
  if (!isKnown(oldMeter) || !isKnown(newMeter)) throw new AppError('meter-unknown')
  const exchanges = deps.notes.exchanges()
  if (exchanges.some((one) => one.oldMeter === oldMeter || one.newMeter === newMeter)) {
    throw new AppError('meters-joined-already')
  }
  if (partsOf(exchanges, oldMeter).some(({ meterId }) => meterId === newMeter))
    throw new AppError('meters-joined-in-ring')
  deps.notes.join({ oldMeter, newMeter, at: startOfDay(toLocalDate(date), deps.timeZone()) })
}

function shown({ period, meterIds, directions, name, ...kept }: KeptImport, deps: ReadingsDeps): ShownImport {
  const zone = deps.timeZone()
  return {
    ...kept,
    name: name.slice(0, 200),
    meterIds: [...meterIds].slice(0, 100),
    directions: [...directions],
    first: period && localDateAt(period.start, zone),
    last: period && localDateAt(toUtcSeconds(period.end - 1), zone)
  }
}
