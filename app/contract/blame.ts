/** Who cheated, and how anybody can check it; what neighbours compare; what the operator may have learnt. */

import { z } from 'zod'
import { code, fileToken, hash, nothing, shortText, utcSeconds } from './common'
import { procedure } from './procedure'

/** 'pair': one of the two lied, and it is not known which. */
export const accusedParty = z.enum(['collector', 'member', 'pair'])

export const accusedMember = z.strictObject({
  id: hash,
  shortKey: shortText,
  isMe: z.boolean(),
  verifiedByMe: z.boolean()
})

export const evidenceView = z.strictObject({
  /** SHA-256 of the file. */
  id: hash,
  kind: code,
  party: accusedParty,
  /** None where the collector is accused. */
  members: z.array(accusedMember).max(2),
  /** Where it happened, and who runs that; not always the group that this home is in now. */
  group: shortText,
  operator: shortText,
  /** Start of the day, in a live group of the interval. */
  about: utcSeconds,
  foundAt: utcSeconds
})

/** A file of whomever, checked without anything of this home. */
export const evidenceCheck = z.strictObject({
  kind: code,
  /** Whether the file shows what it claims. */
  proven: z.boolean(),
  party: accusedParty,
  /** Keys of the accused members, hex. */
  members: z.array(shortText).max(2),
  group: shortText,
  gid: hash,
  /** Null where it is about no day in particular. */
  about: utcSeconds.nullable()
})

export const historyComparison = z.strictObject({
  /** 'different-groups': this home saw no list of that day with both of you; no alarm if the neighbour saw none either. */
  state: z.enum(['code', 'different-groups']),
  withoutSum: z
    .string()
    .regex(/^\d{8}$/u)
    .nullable(),
  /** To be compared where both have the sum. */
  withSum: z
    .string()
    .regex(/^\d{8}$/u)
    .nullable(),
  /** The same, and all that the collector had published up to that sum. */
  withBoard: z
    .string()
    .regex(/^\d{8}$/u)
    .nullable()
})

export const blameContract = {
  /** Newest first. */
  'rounds.evidence': procedure(nothing, z.array(evidenceView).max(500)),
  'rounds.save-evidence': procedure(z.strictObject({ id: hash, file: fileToken }), nothing),
  'rounds.check-evidence': procedure(z.strictObject({ file: fileToken }), evidenceCheck),
  /** Members (hex) named with two different partners within 30 days, or alone. */
  'rounds.suspects': procedure(nothing, z.array(z.strictObject({ id: hash, alone: z.boolean() })).max(200)),
  /** @param epoch a UTC day; in a live group an interval */
  'rounds.compare-history': procedure(
    z.strictObject({ member: hash, epoch: z.number().int().min(0), digits: z.string().regex(/^\d{4}$/u) }),
    historyComparison
  )
} as const

export type EvidenceView = z.infer<typeof evidenceView>
export type EvidenceCheck = z.infer<typeof evidenceCheck>
export type HistoryComparison = z.infer<typeof historyComparison>
