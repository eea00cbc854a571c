/** A group of twenty homes after forty days of rounds. */

import type { GroupView, RoundDay, RoundDaySummary, RoundPhase } from '../../../app/contract'
import { safetyWords } from '../../../app/rounds/safety-words'
import { NOW, midnightOf, sampleDay } from './sample-readings'
import { hexOf, seeded } from '../../support/seeded'

const DAY = 86_400
const HOMES = 20
const INTERVALS = 96
const NEWEST = Math.floor(NOW / DAY) - 1

const draw = seeded(7)
const numbered = (safetyNumber: string) => ({ safetyNumber, safetyWords: safetyWords(safetyNumber) })
const members: GroupView['members'] = Array.from({ length: HOMES }, (_, index) => ({
  shortKey: hexOf(draw, 8),
  isMe: index === 8,
  verifiedByMe: index > 2 && index < 8,
  level: 2 as const,
  id: hexOf(draw, 64),
  meterId: `1WVL${String(index + 1).padStart(10, '0')}`,
  ...numbered(Array.from({ length: 30 }, () => Math.floor(draw() * 10)).join(''))
}))

function phaseOf(utcDay: number): { phase: RoundPhase; reason: string | null } {
  const age = NEWEST - utcDay
  if (age === 0) return { phase: 'submitted', reason: null }
  if (age === 6) return { phase: 'no-sum', reason: 'no-sum' }
  if (age === 19 || age === 20) return { phase: 'not-offered', reason: 'readings-gap' }
  return { phase: 'verified', reason: null }
}

function summaryOf(utcDay: number): RoundDaySummary {
  const { phase, reason } = phaseOf(utcDay)
  const summed = phase === 'verified'
  return {
    utcDay,
    start: utcDay * DAY,
    phase,
    reason,
    members: phase === 'not-offered' ? null : HOMES,
    intervals: INTERVALS,
    verified: summed ? INTERVALS : 0,
    sum: summed ? 142_600_000 + (utcDay % 7) * 3_100_000 : null
  }
}

export function sampleGroup(): GroupView {
  return {
    name: 'Lindenhof',
    operator: 'Stromwerk Musterau',
    address: 'https://lindenhof.example:8443',
    pin: hexOf(seeded(12), 64),
    joinedAt: midnightOf('2026-04-08'),
    enrolment: 'accepted',
    trouble: null,
    paused: null,
    moved: null,
    me: { meterId: '1WVL0000000009', ...numbered('123450678901234509876543210123') },
    gid: hexOf(seeded(11), 64),
    mode: 'batch',
    seconds: 900,
    smallestRoster: 10,
    members,
    companions: 5,
    keptNumbers: 0,
    companionsNeeded: 4,
    fewerAccepted: false,
    leaveAbove: null,
    days: Array.from({ length: 40 }, (_, index) => summaryOf(NEWEST - index)),
    submitted: 38,
    withoutSum: 2,
    lastDays: { days: 30, sums: 24, missed: 6, beside: 24 },
    nextDayAt: midnightOf('2026-05-20')
  }
}

export function sampleRoundDay(utcDay: number): RoundDay {
  const summary = summaryOf(utcDay)
  const random = seeded(utcDay)
  const date = new Date(utcDay * DAY * 1000).toISOString().slice(0, 10)
  const own = sampleDay(date).slots.map((slot) => slot.drawn ?? 0)
  const sent = summary.phase !== 'not-offered'
  return {
    summary,
    recipient: 'Sammelstelle Lindenhof',
    sentAt: sent ? (utcDay + 2) * DAY + 600 : null,
    sentBytes: sent ? 10_214 : null,
    members: sent ? members : [],
    levels: sent ? { weakest: 2, counts: [12, 5, 3] } : null,
    intervals: Array.from({ length: INTERVALS }, (_, index) => ({
      start: utcDay * DAY + index * 900,
      seconds: 900,
      own: own[index] ?? 0,
      masked: sent ? `6${Array.from({ length: 75 }, () => Math.floor(random() * 10)).join('')}` : null,
      sum: summary.sum === null ? null : 1_200_000 + (own[index] ?? 0) * 12,
      verified: summary.sum !== null,
      reason: null
    })),
    rosterHash: sent ? hexOf(random, 64) : null
  }
}
