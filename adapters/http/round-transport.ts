/** The collector of a group over HTTP (docs/protocol/rounds.md 4.1). */

import { FormatError, type LpLimits, lpFields, toHex } from '../../crypto'
import { type PrivacyPurpose, TransportError } from '../../app/ports'
import { MAX_ASK_BYTES } from '../../app/rounds/messages/ask'
import { MAX_ENDORSE_BYTES } from '../../app/rounds/messages/endorse'
import { MAX_ROSTER } from '../../app/rounds/messages/group-parameters'
import { MAX_ROSTER_BYTES } from '../../app/rounds/messages/roster'
import {
  type BoardPage,
  type ConnectCollector,
  type EnrolOutcome,
  FINDING_LIMITS,
  type KeysOutcome,
  type PostOutcome
} from '../../app/rounds/round-transport'
import { type BeforeSend, type HttpAnswer, request } from './request'

/** Three attempts, and a second telling of one of them. */
const MAX_ROSTERS = 4
const ROSTER_LIMITS = { maxBytes: MAX_ROSTERS * (MAX_ROSTER_BYTES + 4), maxFields: MAX_ROSTERS }
const ENDORSE_LIMITS = { maxBytes: MAX_ROSTER * (MAX_ENDORSE_BYTES + 4), maxFields: MAX_ROSTER }
/** As many digests as a collector puts into one answer. */
const BOARD_LIMITS = { maxBytes: 4096 * 32 + 512, maxFields: 3 }
/** Answers to a post have nothing in them. */
const MAX_RECEIPT_BYTES = 1024
const TIMEOUT_MS = 20_000
const LONG_TIMEOUT_MS = 60_000
const GONE = 410
const CONFLICT = 409
const REJECTIONS: readonly number[] = [400, 403, 404, CONFLICT, 413, 425]
const POST_STATUSES = [200, GONE, ...REJECTIONS]
/** Only ENROL is answered so. */
const FULL = 507
const BYTES = 'application/octet-stream'

export type CollectorConnection = {
  readonly beforeSend: BeforeSend
  /** For one exchange; the answer with a published day may take three times as long. */
  readonly timeoutMs?: number
}

/** Reaches collectors by their addresses. */
export function createCollectorConnection({
  beforeSend,
  timeoutMs = TIMEOUT_MS
}: CollectorConnection): ConnectCollector {
  return (address, recipient, pin, startOf) => {
    const leaving = (purpose: PrivacyPurpose, epoch: number | null) => ({
      purpose,
      about: epoch === null ? null : startOf(epoch),
      beforeSend
    })
    const postFor = async (
      path: string,
      purpose: PrivacyPurpose,
      utcDay: number | null,
      body: Uint8Array,
      more: readonly number[] = []
    ): Promise<number> => {
      const answer = await request({
        ...{ url: `${address}${path}`, method: 'POST', recipient, body, contentType: BYTES, timeoutMs, pin },
        ...{ maxBytes: MAX_RECEIPT_BYTES, acceptStatus: [...POST_STATUSES, ...more], leaving: leaving(purpose, utcDay) }
      })
      return answer.status
    }
    const post = async (...request: Parameters<typeof postFor>): Promise<PostOutcome> =>
      outcomeOf(await postFor(...request))
    const get = async (path: string, utcDay: number | null, maxBytes: number): Promise<Uint8Array | null> => {
      const answer = await request({
        ...{
          url: `${address}${path}`,
          method: 'GET',
          recipient,
          pin,
          maxBytes,
          timeoutMs: Math.min(3 * timeoutMs, LONG_TIMEOUT_MS)
        },
        ...{ acceptStatus: [200, 404], leaving: leaving('round-read', utcDay) }
      })
      return answer.status === 404 ? null : bytesOf(answer, recipient)
    }
    return {
      recipient,
      enrol: async (wire): Promise<EnrolOutcome> => {
        const status = await postFor('/enrol', 'round-enrol', null, wire, [FULL])
        if (status === FULL) return 'full'
        return status === CONFLICT ? 'conflict' : outcomeOf(status)
      },
      keys: async (utcDay, memberId, wire): Promise<KeysOutcome> => {
        const status = await postFor(`/keys?member=${toHex(memberId)}`, 'round-keys', utcDay, wire)
        return status === CONFLICT ? 'conflict' : outcomeOf(status)
      },
      end: (wire) => post('/end', 'round-end', null, wire),
      refuse: (utcDay, wire) => post('/refuse', 'round-refuse', utcDay, wire),
      submit: (utcDay, wire) => post('/submit', 'round-submit', utcDay, wire),
      rosters: async (utcDay, memberId) => {
        const path = `/rosters?day=${String(utcDay)}&member=${toHex(memberId)}`
        const answer = await get(path, utcDay, ROSTER_LIMITS.maxBytes)
        return answer ? fieldsOf(answer, recipient, ROSTER_LIMITS) : []
      },
      wish: (memberId, wire) => post(`/wish?member=${toHex(memberId)}`, 'round-wish', null, wire),
      endorse: (epoch, wire) => post('/endorse', 'round-endorse', epoch, wire),
      endorsements: async (epoch, rho) => {
        const answer = await get(`/endorsements?roster=${toHex(rho)}`, epoch, ENDORSE_LIMITS.maxBytes)
        return answer ? fieldsOf(answer, recipient, ENDORSE_LIMITS) : []
      },
      ask: (epoch, rho) => get(`/ask?roster=${toHex(rho)}`, epoch, MAX_ASK_BYTES),
      dlist: (epoch, wire) => post('/dlist', 'round-dlist', epoch, wire),
      findings: async (epoch, rho) => {
        const answer = await get(`/findings?roster=${toHex(rho)}`, epoch, FINDING_LIMITS.maxBytes)
        return answer ? fieldsOf(answer, recipient, FINDING_LIMITS) : []
      },
      board: async (from, seen) => {
        const answer = await get(`/board?from=${String(from)}&seen=${toHex(seen)}`, null, BOARD_LIMITS.maxBytes)
        if (!answer) throw new TransportError('malformed', recipient)
        return pageOf(fieldsOf(answer, recipient, BOARD_LIMITS), recipient)
      },
      published: (utcDay, rho, maxBytes) => get(`/published?roster=${toHex(rho)}`, utcDay, maxBytes)
    }
  }
}

function outcomeOf(status: number): PostOutcome {
  if (status === GONE) return 'late'
  return status === 200 ? 'accepted' : 'rejected'
}

function bytesOf({ contentType, body }: HttpAnswer, recipient: string): Uint8Array {
  if (contentType !== BYTES) throw new TransportError('malformed', recipient)
  return body
}

function pageOf([wire, start, digests]: readonly Uint8Array[], recipient: string): BoardPage {
  if (!wire || start?.length !== 32 || !digests || digests.length % 32 !== 0) {
    throw new TransportError('malformed', recipient)
  }
  return { wire, start, digests }
}

function fieldsOf(bytes: Uint8Array, recipient: string, limits: LpLimits): readonly Uint8Array[] {
  try {
    return lpFields(bytes, limits)
  } catch (error) {
    if (error instanceof FormatError) throw new TransportError('malformed', recipient)
    throw error
  }
}
