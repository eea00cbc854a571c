/** The plan of a simulated neighbourhood: who lives there, with which meter and load. Pure but for the passwords. */

import { randomBytes } from 'node:crypto'
import type { TimeZone } from '../../app/domain/calendar'
import type { UnitExponent } from '../../app/domain/energy'
import type { UtcSeconds } from '../../app/domain/interval'
import { householdSeed } from '../load-generator/generated-load'

export type NeighbourhoodLoad =
  /** Without `intervals` the homes go on for ever; with them their meters fall silent after as many. */
  | { readonly kind: 'generated'; readonly seed: string; readonly intervals?: number }
  /** `intervals` that each home needs at least. */
  | { readonly kind: 'replayed'; readonly file: string; readonly intervals: number }

export type NeighbourhoodOptions = {
  readonly households: number
  readonly seconds: number
  readonly unitExp: UnitExponent
  readonly timeZone: TimeZone
  readonly load: NeighbourhoodLoad
  /** Start of the own meter's life, and of the neighbours'. */
  readonly ownStart: UtcSeconds
  readonly othersStart: UtcSeconds
}

export type PlannedHousehold = {
  readonly name: string
  readonly isOwn: boolean
  readonly meterId: string
  readonly password: string
  readonly start: UtcSeconds
  readonly load: Record<string, unknown>
}

/** Name of the household that a person looks at; it is always the first. */
export const OWN_NAME = 'own'

/** Every fourth neighbour has a solar roof. */
const SOLAR_EVERY = 4

export function planHouseholds(options: NeighbourhoodOptions): PlannedHousehold[] {
  return Array.from({ length: options.households }, (_, index) => {
    const isOwn = index === 0
    return {
      name: isOwn ? OWN_NAME : `home-${index + 1}`,
      isOwn,
      meterId: `1WVL${String(index + 1).padStart(10, '0')}`,
      password: randomBytes(9).toString('base64url'),
      start: isOwn ? options.ownStart : options.othersStart,
      load: loadOf(options, index)
    }
  })
}

/** The own home has a roof too, so that every page has something to show. */
function loadOf({ load, timeZone, households }: NeighbourhoodOptions, index: number): Record<string, unknown> {
  if (load.kind === 'generated') {
    const solar = index % SOLAR_EVERY === 0
    const { seed, intervals } = load
    return { kind: 'generated', seed: householdSeed(seed, index), solar, timeZone, ...(intervals ? { intervals } : {}) }
  }
  return { kind: 'replayed', file: load.file, household: index, households, intervals: load.intervals }
}
