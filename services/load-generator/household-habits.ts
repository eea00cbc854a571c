/** The people and machines behind a made-up load, as power over the minutes of a local day. Whole watts. */

import type { Weekday } from '../../app/domain/calendar'
import type { SeededStream } from './seeded-stream'

export type Habits = {
  readonly baseWatts: number
  readonly fridgeWatts: number
  readonly fridgeMinutes: number
  readonly wakes: number
  readonly sleeps: number
  readonly awayOnWorkdays: boolean
  readonly cooksAt: readonly number[]
  readonly eveningWatts: number
  readonly laundryChance: number
}

const MINUTES_PER_DAY = 1440

export function habitsOf(stream: SeededStream): Habits {
  return {
    baseWatts: whole(stream.between(35, 130)),
    fridgeWatts: whole(stream.between(60, 110)),
    fridgeMinutes: whole(stream.between(40, 80)),
    wakes: whole(stream.between(330, 480)),
    sleeps: whole(stream.between(1290, 1430)),
    awayOnWorkdays: stream.next() < 0.6,
    cooksAt: [stream.between(385, 450), stream.between(715, 790), stream.between(1070, 1170)].map(whole),
    eveningWatts: whole(stream.between(90, 320)),
    laundryChance: stream.between(0.15, 0.45)
  }
}

type Burst = { readonly from: number; readonly to: number; readonly watts: number }

/** Power in use at a minute of the local day, whole watts. */
export function wattsInUse(habits: Habits, stream: SeededStream, weekday: Weekday): (minute: number) => number {
  const weekend = weekday >= 6
  const bursts = [...meals(habits, stream, weekend), ...laundry(habits, stream, weekend)]
  const fridgePhase = whole(stream.between(0, habits.fridgeMinutes))
  const wakes = habits.wakes + (weekend ? 70 : 0)
  const restless = whole(stream.between(0, 60))
  return (minute) => {
    const inDay = ((minute % MINUTES_PER_DAY) + MINUTES_PER_DAY) % MINUTES_PER_DAY
    const fridge = (inDay + fridgePhase) % habits.fridgeMinutes < habits.fridgeMinutes / 3 ? habits.fridgeWatts : 0
    const awake = inDay >= wakes && inDay < habits.sleeps
    const home = weekend || !habits.awayOnWorkdays || inDay < wakes + 70 || inDay >= 1000
    const presence = awake && home ? 45 + restless : 0
    const evening = awake && inDay >= 1020 ? habits.eveningWatts : 0
    return bursts
      .filter((burst) => inDay >= burst.from && inDay < burst.to)
      .reduce((sum, burst) => sum + burst.watts, habits.baseWatts + fridge + presence + evening)
  }
}

/** Power of a roof at a minute of the UTC day: a bell over the daylight, cut by clouds; longer days in summer. */
export function solarWatts(stream: SeededStream, utcDay: number): (minute: number) => number {
  const season = Math.sin(((utcDay % 365.25) - 80) * ((2 * Math.PI) / 365.25))
  const daylight = 740 + 240 * season
  const noon = 690
  const peak = 3400 + 1600 * season
  const sky = stream.between(0.15, 1)
  const clouds = Array.from({ length: 24 }, () => Math.min(1, Math.max(0.08, sky + stream.between(-0.35, 0.25))))
  return (minute) => {
    const angle = ((minute - noon) / daylight) * Math.PI
    if (Math.abs(angle) >= Math.PI / 2) return 0
    return whole(peak * Math.cos(angle) ** 1.4 * (clouds[Math.floor(minute / 60)] ?? sky))
  }
}

function meals(habits: Habits, stream: SeededStream, weekend: boolean): Burst[] {
  return habits.cooksAt.flatMap((minute, meal) => {
    const atNoonOfAWorkday = meal === 1 && !weekend && habits.awayOnWorkdays
    if (atNoonOfAWorkday || stream.next() < 0.12) return []
    const from = whole(minute + (weekend ? 50 : 0) + stream.between(-20, 25))
    const kettle = { from, to: from + 5, watts: 2000 }
    const stove = { from: from + 5, to: from + whole(stream.between(15, 50)), watts: whole(stream.between(700, 1900)) }
    return meal === 0 ? [kettle] : [kettle, stove]
  })
}

function laundry(habits: Habits, stream: SeededStream, weekend: boolean): Burst[] {
  if (stream.next() > habits.laundryChance * (weekend ? 1.6 : 1)) return []
  const from = whole(stream.between(weekend ? 560 : 1030, 1200))
  return [
    { from, to: from + 25, watts: 1950 },
    { from: from + 25, to: from + 100, watts: 190 }
  ]
}

function whole(value: number): number {
  return Math.round(value)
}
