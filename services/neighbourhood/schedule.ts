/** Which simulated instants the neighbourhood lives through, and who acts at each. Pure. */

import { SECONDS_PER_DAY, type UtcSeconds, startOfUtcDay, toUtcSeconds, utcDayOf } from '../../app/domain/interval'

/** One instant: every service is set to `now`, then the participants do what is due. */
export type SimulationStep = {
  readonly now: UtcSeconds
  /** 'own': only the household that a person looks at (its readings grow during the day). */
  readonly participants: 'all' | 'own'
  readonly label: StepLabel
}

export type StepLabel = 'pairing' | 'joining' | 'reading-history' | 'bills' | 'day' | 'midday' | 'closing'

/** Households act ten minutes after midnight UTC: KEYS may be sent from 00:05 on, rosters exist from 00:00 on. */
const AFTER_MIDNIGHT = 600
const MIDDAY = 15 * 3600 + 1800
/** A day's sum is checked three days after its start: KEYS at +1, SUBMIT at +2, sum at +3. */
const DAYS_UNTIL_CHECKED = 3

export type SpanPace = {
  /** How often a household looks a day; who was away or crashed comes back at the next one. */
  readonly looksADay: number
  /** Days after the last one until everything late has come in. */
  readonly settleDays: number
}

const PUNCTUAL: SpanPace = { looksADay: 1, settleDays: 0 }

/**
 * Full speed, a fixed span: `days` UTC days from `firstDay`, with the meters' life beginning at `start`.
 * @param billAt instant at which the billed period is over and readings for it exist.
 */
export function* spanSchedule(
  start: UtcSeconds,
  firstDay: number,
  days: number,
  billAt: UtcSeconds,
  { looksADay, settleDays }: SpanPace = PUNCTUAL
): Generator<SimulationStep> {
  yield { now: start, participants: 'all', label: 'pairing' }
  yield { now: start, participants: 'all', label: 'joining' }
  const lastStep = firstDay + days + DAYS_UNTIL_CHECKED + settleDays - 1
  for (let day = firstDay + 1; day <= lastStep; day++) {
    for (let look = 0; look < looksADay; look++) {
      const now = toUtcSeconds(startOfUtcDay(day) + AFTER_MIDNIGHT + Math.floor((look * SECONDS_PER_DAY) / looksADay))
      yield { now, participants: 'all', label: look === 0 ? 'day' : 'midday' }
    }
  }
  const lastLook = startOfUtcDay(lastStep) + Math.floor(((looksADay - 1) * SECONDS_PER_DAY) / looksADay)
  const end = toUtcSeconds(Math.max(lastLook + 2 * AFTER_MIDNIGHT, billAt + AFTER_MIDNIGHT))
  yield { now: end, participants: 'own', label: 'bills' }
  yield { now: toUtcSeconds(end + 60), participants: 'own', label: 'closing' }
}

/** Seconds after the beginning of each interval: roster, endorsements and the SUBMIT of the one before; then who was late. */
const LIVE_LOOKS = [5, 20, 70, 150]
/** KEYS go out an hour ahead, so the first interval needs one. */
const LIVE_EVE = 3600
const SECONDS_PER_HOUR = 3600

/** How often everybody acts in an interval of a live group. */
export const LOOKS_AN_INTERVAL = LIVE_LOOKS.length

/** A live group at full speed: every interval of `hours` from midnight UTC on, and the next hour for what is still to be summed. */
export function* liveSchedule(
  start: UtcSeconds,
  firstDay: number,
  hours: number,
  seconds: number
): Generator<SimulationStep> {
  yield { now: start, participants: 'all', label: 'pairing' }
  yield { now: start, participants: 'all', label: 'joining' }
  const first = startOfUtcDay(firstDay)
  const end = first + hours * SECONDS_PER_HOUR + LIVE_EVE
  for (let begin = first - LIVE_EVE; begin < end; begin += seconds) {
    for (const look of LIVE_LOOKS) {
      const label = look === LIVE_LOOKS[0] && begin % SECONDS_PER_DAY === 0 ? 'day' : 'midday'
      yield { now: toUtcSeconds(begin + look), participants: 'all', label }
    }
  }
  yield { now: toUtcSeconds(end + 60), participants: 'own', label: 'bills' }
  yield { now: toUtcSeconds(end + 120), participants: 'own', label: 'closing' }
}

/**
 * What a person follows in the window: the own meter looks back on a history (its bills arrive at once), then
 * day after day without end; each day once for everybody after midnight and once at midday for the own house.
 */
export function* livingSchedule(historyStart: UtcSeconds, liveDay: number): Generator<SimulationStep> {
  yield { now: historyStart, participants: 'own', label: 'pairing' }
  const eve = toUtcSeconds(startOfUtcDay(liveDay) - SECONDS_PER_DAY)
  yield { now: eve, participants: 'all', label: 'pairing' }
  yield { now: eve, participants: 'all', label: 'joining' }
  const morning = toUtcSeconds(startOfUtcDay(liveDay) + AFTER_MIDNIGHT)
  yield { now: morning, participants: 'own', label: 'reading-history' }
  yield { now: toUtcSeconds(morning + 60), participants: 'own', label: 'bills' }
  for (let day = utcDayOf(morning); ; day++) {
    yield { now: toUtcSeconds(startOfUtcDay(day) + MIDDAY), participants: 'own', label: 'midday' }
    yield { now: toUtcSeconds(startOfUtcDay(day + 1) + AFTER_MIDNIGHT), participants: 'all', label: 'day' }
  }
}
