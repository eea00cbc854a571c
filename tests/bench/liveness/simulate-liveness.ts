/**
 * How often a group gets its sum, from nothing but who is switched on when. No cryptography: the protocol decides only
 * who has to be there at which moments. The presence of PCs is an assumption, so read orders of magnitude.
 */

import { type SeededRandom, seededRandom } from '../../support/seeded-random'

/** One minute is the finest step. */
const MINUTES_PER_DAY = 1440
const DAYS = 28
/** Days after the simulated span in which a batch SUBMIT may still be sent. */
const TAIL_DAYS = 10

/** Assumptions, all of them. */
export const ASSUMPTIONS = {
  /** A PC is used on three days of four, once, from about half past six in the evening on. */
  pc: { usedOnADay: 0.75, startMinute: 18.5 * 60, startSpread: 120, meanMinutes: 150 },
  /** A box that is always on is off for half an hour about every four days. */
  box: { outagesPerDay: 0.25, outageMinutes: 30 },
  /** The program does what is due within a minute while it runs. */
  intervalMinutes: 15,
  /** KEYS are sent in the hour before the interval; attempts begin at 0, 4 and 8 minutes, each takes up to 3. */
  attemptsAt: [0, 4, 8],
  endorseMinutes: 3,
  submitMinutes: 5
} as const

export type Scenario = {
  readonly mode: 'live' | 'batch'
  readonly registered: number
  /** How many of them are boxes; the others are PCs. */
  readonly boxes: number
  readonly minRoster: number
}

/** Presence by minute: 1 where the household is on. */
type Presence = Uint8Array

/** @returns share of intervals (live: 2,688; batch: those of 28 days) that end with a sum, 0 to 1. */
export function shareWithSum({ mode, registered, boxes, minRoster }: Scenario, seed = 'liveness'): number {
  const random = seededRandom(`${seed} ${mode} ${registered} ${boxes} ${minRoster}`)
  const homes = Array.from({ length: registered }, (_, index) =>
    index < boxes ? boxPresence(random) : pcPresence(random)
  )
  return mode === 'live' ? liveShare(homes, minRoster) : batchShare(homes, minRoster)
}

function liveShare(homes: readonly Presence[], minRoster: number): number {
  const { intervalMinutes } = ASSUMPTIONS
  const count = (DAYS * MINUTES_PER_DAY) / intervalMinutes
  let held = 0
  let missing: ReadonlySet<Presence> = new Set()
  for (let index = 4; index < count; index++) {
    const outcome = liveInterval(homes, minRoster, index * intervalMinutes, missing)
    if (outcome.held) held += 1
    missing = outcome.missing
  }
  return held / (count - 4)
}

/** The protocol of a live interval that begins at `start`. @param leftOut who failed the interval before. */
function liveInterval(
  homes: readonly Presence[],
  minRoster: number,
  start: number,
  leftOut: ReadonlySet<Presence>
): { readonly held: boolean; readonly missing: ReadonlySet<Presence> } {
  const { attemptsAt, endorseMinutes, intervalMinutes, submitMinutes } = ASSUMPTIONS
  let roster = homes.filter((home) => !leftOut.has(home) && wasOn(home, start - 60, start))
  const missing = new Set<Presence>()
  for (const at of attemptsAt) {
    if (roster.length < minRoster) return { held: false, missing }
    const agreed = roster.filter((home) => wasOn(home, start + at, start + at + endorseMinutes))
    if (agreed.length === roster.length) {
      const end = start + intervalMinutes
      const sent = roster.filter((home) => wasOn(home, end, end + submitMinutes))
      return { held: sent.length === roster.length, missing: new Set(roster.filter((home) => !sent.includes(home))) }
    }
    for (const home of roster) if (!agreed.includes(home)) missing.add(home)
    roster = agreed
  }
  return { held: false, missing }
}

/** KEYS on the day after, one roster, SUBMIT within the seven days that follow; who owes for two days sits out. */
function batchShare(homes: readonly Presence[], minRoster: number): number {
  const rosters: (readonly Presence[])[] = []
  let held = 0
  for (let day = 0; day < DAYS; day++) {
    const from = (day + 2) * MINUTES_PER_DAY
    const ready = homes.filter((home) => wasOn(home, (day + 1) * MINUTES_PER_DAY + 5, from))
    const roster = ready.filter((home) => !owes(home, rosters, day))
    const isMade = roster.length >= minRoster
    rosters.push(isMade ? roster : [])
    if (isMade && roster.every((home) => wasOn(home, from, (day + 9) * MINUTES_PER_DAY))) held += 1
  }
  return held / DAYS
}

/** A roster of two days ago or more, still open, waits for it. */
function owes(home: Presence, rosters: readonly (readonly Presence[])[], day: number): boolean {
  const now = (day + 2) * MINUTES_PER_DAY
  return rosters.some(
    (roster, made) =>
      made <= day - 2 && made > day - 7 && roster.includes(home) && !wasOn(home, (made + 2) * MINUTES_PER_DAY, now)
  )
}

/** On for at least one minute of [from, to). */
function wasOn(home: Presence, from: number, to: number): boolean {
  for (let minute = Math.max(0, from); minute < to; minute++) if (home[minute] === 1) return true
  return false
}

function boxPresence(random: SeededRandom): Presence {
  const { outagesPerDay, outageMinutes } = ASSUMPTIONS.box
  const presence = new Uint8Array((DAYS + TAIL_DAYS) * MINUTES_PER_DAY).fill(1)
  for (let day = 0; day < DAYS + TAIL_DAYS; day++) {
    if (unit(random) >= outagesPerDay) continue
    const start = day * MINUTES_PER_DAY + random.below(MINUTES_PER_DAY)
    presence.fill(0, start, start + outageMinutes)
  }
  return presence
}

function pcPresence(random: SeededRandom): Presence {
  const { usedOnADay, startMinute, startSpread, meanMinutes } = ASSUMPTIONS.pc
  const presence = new Uint8Array((DAYS + TAIL_DAYS) * MINUTES_PER_DAY)
  for (let day = 0; day < DAYS + TAIL_DAYS; day++) {
    if (unit(random) >= usedOnADay) continue
    // The sum of three even numbers is near enough to a bell.
    const spread = (unit(random) + unit(random) + unit(random) - 1.5) * 2 * startSpread
    const start = Math.round(day * MINUTES_PER_DAY + startMinute + spread)
    presence.fill(1, start, start + Math.max(1, Math.round(-Math.log(1 - unit(random)) * meanMinutes)))
  }
  return presence
}

/** 0 <= x < 1. */
function unit(random: SeededRandom): number {
  return random.below(1_000_000) / 1_000_000
}
