/** Joining a group, leaving it, and knowing one's neighbours. */

import { z } from 'zod'
import { code, fileToken, hash, milliwattHours, nothing, shortText } from './common'
import { procedure } from './procedure'

/** The text of an invitation file; longer ones are none. */
export const invitationText = z.string().max(4000)

export const invitationView = z.strictObject({
  /** The invitation as it was understood; joining takes exactly this. */
  text: invitationText,
  name: shortText,
  operator: shortText,
  address: shortText,
  /** 'pinned': by the key in the invitation; 'certificate': by an authority that the system knows; 'this-pc': not at all. */
  secured: z.enum(['pinned', 'certificate', 'this-pc']),
  pin: hash.nullable(),
  gid: hash,
  mode: z.enum(['batch', 'live']),
  direction: z.enum(['drawn', 'fed-in']),
  seconds: z.number().int(),
  smallestRoster: z.number().int(),
  /** The most that a member's fuse lets through in one interval. */
  largest: milliwattHours,
  /** Meter that would take part; null where none fits. */
  meterId: shortText.nullable(),
  /** Joined already: joining again takes over the address. */
  joined: z.boolean(),
  /** Why this home cannot join now. */
  obstacle: code.nullable()
})

export const numberOutcome = z.strictObject({
  /** 'kept': no list has named that home yet; it is verified by the first one that does. */
  outcome: z.enum(['verified', 'kept', 'own', 'malformed']),
  /** Of the home that was verified. */
  meterId: shortText.nullable()
})

export const membershipContract = {
  'rounds.inspect-invitation': procedure(
    z.union([z.strictObject({ file: fileToken }), z.strictObject({ text: invitationText })]),
    invitationView
  ),
  'rounds.join': procedure(z.strictObject({ text: invitationText }), nothing),
  'rounds.leave': procedure(z.strictObject({ confirmed: z.literal(true) }), nothing),
  /** After a false sum: days are offered again. */
  'rounds.resume': procedure(nothing, nothing),
  /** The invitation by which this home joined, to be passed on. */
  'rounds.invitation': procedure(nothing, z.strictObject({ text: invitationText })),
  'rounds.save-invitation': procedure(z.strictObject({ target: fileToken }), nothing),
  'rounds.confirm-member': procedure(z.strictObject({ id: hash, confirmed: z.boolean() }), nothing),
  /** A neighbour's safety number, as digits or words. */
  'rounds.take-number': procedure(z.strictObject({ text: z.string().max(4000) }), numberOutcome)
} as const

export type NumberOutcome = z.infer<typeof numberOutcome>
export type InvitationView = z.infer<typeof invitationView>
