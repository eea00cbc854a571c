/** Views of the group's rounds: what left this house, what the operator learnt, and whether it is right. */

import { z } from 'zod'
import { assuranceLevel, code, hash, milliwattHours, nothing, shortText, utcSeconds } from './common'
import { event, procedure } from './procedure'

/** Where a UTC day stands for this household (batch mode). */
export const roundPhase = z.enum([
  'waiting', // the day is not over
  'not-offered', // a gap, a status bit or too large a value: nothing was sent
  'keys-sent',
  'refused', // the roster did not pass; nothing was masked
  'submitted',
  'verified', // every sum fits the meters
  'partly-verified', // some coordinates do not fit
  'false-sum', // the collector's sum does not fit the meters
  'no-sum', // too late: the day is lost, what was sent stays masked
  'not-in-a-sum'
])

export const roundDaySummary = z.strictObject({
  /** Number of the UTC day. */
  utcDay: z.number().int(),
  start: utcSeconds,
  phase: roundPhase,
  reason: code.nullable(),
  members: z.number().int().nullable(),
  intervals: z.number().int(),
  verified: z.number().int(),
  /** Sum over all verified intervals. */
  sum: milliwattHours.nullable()
})

/** What neighbours compare: thirty digits. */
export const safetyNumber = z.string().regex(/^\d{30}$/u)

/** The same number in words. */
export const safetyWords = z.array(z.string().regex(/^[a-z]{3,8}$/u)).length(10)

export const roundMember = z.strictObject({
  /** First 8 hex digits of the member's key: a name for lists, not for comparing. */
  shortKey: shortText,
  isMe: z.boolean(),
  verifiedByMe: z.boolean(),
  level: assuranceLevel,
  /** The member's key, hex. */
  id: hash,
  /** Number of its meter; null where it was never in a list that passed. */
  meterId: shortText.nullable(),
  safetyNumber,
  safetyWords
})

/** 100 is never passed: the home stays. */
export const leaveAbovePercent = z.number().int().min(1).max(100)

export const groupView = z.strictObject({
  name: shortText,
  /** Who runs the collector, and where, as the invitation says. */
  operator: shortText,
  address: shortText,
  /** SHA-256 of the key that the collector's certificate must have; null where nothing is pinned. */
  pin: hash.nullable(),
  joinedAt: utcSeconds,
  /** Whether the collector has taken the enrolment; `meter-taken`: the meter is in the group with another home; `group-full`: it takes no more homes. */
  enrolment: z.enum(['pending', 'accepted', 'rejected', 'meter-taken', 'group-full']),
  /** Why the collector cannot be spoken to now. */
  trouble: code.nullable(),
  /** Why no day is offered until the person says so. */
  paused: z.enum(['false-sum', 'other-device', 'board']).nullable(),
  /** Handed over to another PC, which takes part for this home; `unfinished`: the file for that PC has to be written yet. */
  moved: z.strictObject({ at: utcSeconds, unfinished: z.boolean() }).nullable(),
  /** This home. */
  me: z.strictObject({ meterId: shortText, safetyNumber, safetyWords }),
  /** Group id: the hash of the group's parameters. */
  gid: hash,
  /** Live: sums of single intervals, minutes after their end; a day is then the sum of its intervals. */
  mode: z.enum(['batch', 'live']),
  seconds: z.number().int(),
  smallestRoster: z.number().int(),
  /** Members known from the newest roster. */
  members: z.array(roundMember).max(200),
  companions: z.number().int(),
  /** Safety numbers of neighbours that were taken down and that no list has named yet. */
  keptNumbers: z.number().int(),
  companionsNeeded: z.number().int(),
  /** The person has said in words that fewer companions are accepted. */
  fewerAccepted: z.boolean(),
  /** Percent of a week's intervals without a sum above which the home leaves by itself; null where no such rule holds (batch). */
  leaveAbove: leaveAbovePercent.nullable(),
  /** Newest days first. */
  days: z.array(roundDaySummary).max(400),
  /** SUBMITs sent, and those without a sum: each is a sum the operator may have. */
  submitted: z.number().int(),
  withoutSum: z.number().int(),
  /**
   * The last days: sums this home is in, days (live: intervals) on which it sent nothing, and how many of the sums the
   * operator may lay beside another one that differs only by this home and homes it has not verified, at worst.
   */
  lastDays: z.strictObject({
    days: z.number().int(),
    sums: z.number().int(),
    missed: z.number().int(),
    beside: z.number().int()
  }),
  /** Simulated or real end of the day that comes next. */
  nextDayAt: utcSeconds.nullable()
})

/** A group that this home is no longer in. */
export const leftGroup = z.strictObject({
  name: shortText,
  at: utcSeconds,
  /** False while its collector could not be told: until then the others may wait for this home. */
  told: z.boolean(),
  /** What made the home leave by itself; null where the person left. */
  byItself: z
    .strictObject({ percent: leaveAbovePercent, submitted: z.number().int(), withoutSum: z.number().int() })
    .nullable()
})

export const roundInterval = z.strictObject({
  start: utcSeconds,
  seconds: z.number().int(),
  own: milliwattHours.nullable(),
  /** The masked value as sent: a whole number of up to 76 digits. */
  masked: z
    .string()
    .regex(/^\d{1,77}$/u)
    .nullable(),
  sum: milliwattHours.nullable(),
  verified: z.boolean(),
  /** Why it came to nothing, where the interval has a fate of its own (live). */
  reason: code.nullable()
})

export const roundDay = z.strictObject({
  summary: roundDaySummary,
  /** Collector's name as the person joined it. */
  recipient: shortText,
  sentAt: utcSeconds.nullable(),
  sentBytes: z.number().int().nullable(),
  members: z.array(roundMember).max(200),
  /** Weakest level among the members and how many of each level. */
  levels: z.strictObject({ weakest: assuranceLevel, counts: z.array(z.number().int()).length(3) }).nullable(),
  intervals: z.array(roundInterval).max(1500),
  rosterHash: hash.nullable()
})

export const roundsContract = {
  'rounds.group': procedure(nothing, groupView.nullable()),
  /** The group left last, while this home is in none. */
  'rounds.left': procedure(nothing, leftGroup.nullable()),
  'rounds.day': procedure(z.strictObject({ utcDay: z.number().int().min(0) }), roundDay),
  'rounds.accept-fewer-companions': procedure(z.strictObject({ confirmed: z.boolean() }), nothing),
  'rounds.leave-above': procedure(z.strictObject({ percent: leaveAbovePercent }), nothing),
  'rounds.changed': event(nothing)
} as const

export type GroupView = z.infer<typeof groupView>
export type LeftGroup = z.infer<typeof leftGroup>
export type RoundDay = z.infer<typeof roundDay>
export type RoundDaySummary = z.infer<typeof roundDaySummary>
export type RoundPhase = z.infer<typeof roundPhase>
