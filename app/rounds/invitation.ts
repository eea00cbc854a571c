/** The invitation into a group: its parameters and where its collector listens. The only way parameters come in. */

import { z } from 'zod'
import { FormatError, fromHex, toHex } from '../../crypto'
import { AppError } from '../app-error'
import { checkShape } from '../check-shape'
import { OBIS_DRAWN, OBIS_FED_IN } from '../domain/meter/meter'
import { type GroupParameters, checkedGroup } from './messages/group-parameters'
import { plainText } from './messages/wire'

export type Invitation = {
  readonly group: GroupParameters
  /** http(s)://host:port of the collector. */
  readonly address: string
  /** Who runs it, as the person reads it. */
  readonly operator: string
  /**
   * SHA-256 of the public key (SPKI, DER) that the collector's TLS certificate must have; null: an address on this PC, or a
   * certificate that the system knows.
   */
  readonly pin: Uint8Array | null
}

export const invitationSchema = z.strictObject({
  format: z.literal('wattveil-group/1'),
  collector: z.strictObject({
    address: z.string().max(200),
    operator: z.string().min(1).max(64),
    pin: z
      .string()
      .regex(/^[0-9a-f]{64}$/u)
      .optional()
  }),
  group: z.strictObject({
    collectorKey: z.string().regex(/^[0-9a-f]{64}$/u),
    name: z.string().min(1).max(64),
    profile: z.literal('S'),
    mode: z.enum(['batch', 'live']),
    direction: z.enum(['drawn', 'fed-in']),
    unitExp: z.union([z.literal(0), z.literal(1), z.literal(2)]),
    seconds: z.number().int(),
    /** Units of 10^-unitExp Wh per interval. */
    maxValue: z.string().regex(/^[1-9]\d{0,9}$/u),
    minRoster: z.number().int()
  })
})

export type InvitationFile = z.infer<typeof invitationSchema>

/** What an organiser gives to a household, as JSON. */
export function encodeInvitation({ group, address, operator, pin }: Invitation): InvitationFile {
  return {
    format: 'wattveil-group/1',
    collector: { address, operator, ...(pin ? { pin: toHex(pin) } : {}) },
    group: {
      collectorKey: toHex(group.collectorKey),
      name: group.name,
      profile: group.profile,
      mode: group.mode,
      direction: group.obis === OBIS_DRAWN ? 'drawn' : 'fed-in',
      unitExp: group.unitExp,
      seconds: group.seconds,
      maxValue: String(group.maxValue),
      minRoster: group.minRoster
    }
  }
}

/** A QR code holds less. */
export const MAX_INVITATION_BYTES = 4000

/** JSON of an invitation. @throws AppError invitation-malformed. */
export function parseInvitation(text: string): unknown {
  if (text.length > MAX_INVITATION_BYTES) throw malformed('')
  try {
    return JSON.parse(text)
  } catch {
    throw malformed('')
  }
}

/**
 * What `read` makes of a file's text; says which file it is where that is no invitation.
 * @throws AppError invitation-file-malformed { file, where }.
 */
export async function fromInvitationFile<Value>(file: string, read: () => Value | Promise<Value>): Promise<Value> {
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invitation-malformed') throw error
    throw new AppError('invitation-file-malformed', { ...error.params, file })
  }
}

/**
 * Reads an invitation.
 * @param json the parsed file. @throws AppError invitation-malformed with the field concerned as `where`, or "file".
 */
export function decodeInvitation(json: unknown): Invitation {
  const parsed = checkShape(invitationSchema, json)
  if (!parsed.success) throw malformed(parsed.issues[0]?.path.join('.') ?? '')
  const { collector, group } = parsed.data
  try {
    return {
      address: addressOf(collector.address, collector.pin !== undefined),
      operator: plainText(collector.operator, 'collector.operator'),
      pin: collector.pin === undefined ? null : fromHex(collector.pin, 32),
      group: checkedGroup({
        collectorKey: fromHex(group.collectorKey, 32),
        name: group.name,
        profile: group.profile,
        mode: group.mode,
        obis: group.direction === 'drawn' ? OBIS_DRAWN : OBIS_FED_IN,
        unitExp: group.unitExp,
        seconds: group.seconds,
        maxValue: BigInt(group.maxValue),
        minRoster: group.minRoster
      })
    }
  } catch (error) {
    if (error instanceof FormatError) throw malformed(error.where)
    throw error
  }
}

/**
 * An origin, and at most the place of the group on a collector of several: no query, no user name that a link could hide
 * something in. Off this PC only encrypted: whoever
 * listens on the way would learn which meter takes part on which day. A pin without encryption would be checked by nobody.
 */
function addressOf(text: string, pinned: boolean): string {
  const form = /^(https?):\/\/([a-z0-9.-]+|\[[0-9a-f:]+\])(?::\d{1,5})?(?:\/[0-9a-f]{16})?$/u
  const [, scheme, host = ''] = form.exec(text) ?? []
  if (scheme === undefined) throw new FormatError('address', 'collector.address')
  if (scheme === 'http' && (pinned || !THIS_PC.includes(host)))
    throw new FormatError('not-encrypted', 'collector.address')
  return text
}

const THIS_PC = ['localhost', '127.0.0.1', '[::1]']

function malformed(where: string): AppError {
  return new AppError('invitation-malformed', { where: where || 'file' })
}
