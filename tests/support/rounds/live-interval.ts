/** An interval of a live group, lived step by step at the moments at which something is due. */

import { toUtcSeconds } from '../../../app/domain/interval'
import type { RoundTransport } from '../../../app/rounds/round-transport'
import { toHex } from '../../../crypto'
import type { LiveRound } from '../../../app/rounds/live/live-states'
import type { Home, TestHousehold } from './test-household'
import {
  FIRST_DAY,
  type Neighbourhood,
  type NeighbourhoodOptions,
  SECONDS,
  createNeighbourhood,
  directTransport
} from './test-neighbourhood'

/** The second interval of the first day; the first one begins when everybody joins. */
export const LIVE_ROUND = (FIRST_DAY * 86_400) / SECONDS + 1

/** Seconds from the start of interval t. */
export function inRound(t: number, seconds: number): number {
  return toUtcSeconds(t * SECONDS + seconds)
}

export async function liveNeighbourhood(options: Partial<NeighbourhoodOptions> = {}): Promise<Neighbourhood> {
  const all = createNeighbourhood({ seed: 'live', mode: 'live', ...options })
  await all.join()
  return all
}

/** KEYS, one or more attempts, SUBMIT and the check of the sum; the meters measure in between. @returns values by household. */
export async function liveThrough(all: Neighbourhood, t: number, attempts = 1): Promise<bigint[]> {
  await all.stepAll(inRound(t, -600))
  for (let attempt = 0; attempt < attempts; attempt++) {
    await all.stepAll(inRound(t, 240 * attempt + 5))
    await all.stepAll(inRound(t, 240 * attempt + 60))
  }
  // The interval before t, in which nobody took part, and t itself.
  const values = measureUntil(all, t)
  await all.stepAll(inRound(t + 1, 10))
  await all.stepAll(inRound(t + 1, 30))
  return values
}

/** Every meter measures up to the end of interval t. @returns what it measured in t. */
export function measureUntil({ households, random }: Neighbourhood, t: number): bigint[] {
  return households.map(({ chains, meter }) => {
    for (;;) {
      const value = BigInt(random.below(3000))
      const run = meter.nextDay([value])
      chains.appendVerified(run)
      if (run.position.end >= (t + 1) * SECONDS) return value
    }
  })
}

export function roundOf({ store }: Pick<Home, 'store'>, t: number): LiveRound | null {
  return store.round(store.groups()[0]!.gid, t)
}

export function phasesIn({ households }: Neighbourhood, t: number): string[] {
  return households.map((household) => {
    const round = roundOf(household, t)
    if (!round) return 'none'
    if (round.phase === 'summed') return round.outcome
    return round.phase === 'ended' || (round.phase === 'offered' && round.reason)
      ? `${round.phase}: ${round.reason ?? ''}`
      : round.phase
  })
}

export const everybody = (phase: string, count = 10): string[] => Array.from({ length: count }, () => phase)

export const idOf = ({ store }: Pick<Home, 'store'>): string => toHex(store.groups()[0]!.memberId)

/** The transport of the last household, changed; all others speak honestly. */
function lastOne(
  all: () => Neighbourhood,
  change: (honest: RoundTransport, liar: () => TestHousehold) => Partial<RoundTransport>
): NonNullable<NeighbourhoodOptions['connect']> {
  let made = 0
  return (collector) => () => {
    const honest = directTransport(collector)
    const isLast = made++ === all().households.length - 1
    return isLast ? { ...honest, ...change(honest, () => all().households.at(-1)!) } : honest
  }
}

export async function withLastOne(
  change: (honest: RoundTransport, liar: () => TestHousehold) => Partial<RoundTransport>,
  options: Partial<NeighbourhoodOptions> = {}
): Promise<Neighbourhood> {
  const all: Neighbourhood = createNeighbourhood({
    ...{ seed: 'live liar', mode: 'live', ...options },
    connect: lastOne(() => all, change)
  })
  await all.join()
  return all
}

/** Whose interval is spent by rule W's log. */
export const spent = ({ households }: Neighbourhood): boolean[] =>
  households.map(({ ledger, meter }) => ledger.rhoOf(meter.id, toUtcSeconds(inRound(LIVE_ROUND, 0))) !== null)
