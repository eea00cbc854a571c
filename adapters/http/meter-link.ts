/** A meter's local interface over HTTP (docs/han-interface.md). */

import { z } from 'zod'
import { FormatError } from '../../crypto'
import { toUtcSeconds } from '../../app/domain/interval'
import { TransportError } from '../../app/ports'
import { MAX_PAGE_RECORDS, type MeterAddress, type MeterLink, MeterLinkError } from '../../app/readings/meter-link'
import { decodeDescription, decodePairingState, meterRefusal } from '../../app/readings/wire/meter-messages'
import { MAX_PAGE_BYTES, decodeRecordPage } from '../../app/readings/wire/record-page'
import { type BeforeSend, type HttpAnswer, request } from './request'

const JSON_TYPE = 'application/json'
const BYTES_TYPE = 'application/octet-stream'
const MAX_JSON_BYTES = 16_384
const SIGNATURE_BYTES = 64
/** A meter answers from what it has; only the first answer after a long pause takes it a while. */
const TIMEOUT_MS = 30_000

type Call = {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: Uint8Array
  readonly contentType?: string
  readonly answers: string
  readonly maxBytes: number
}

/** @param beforeSend hears of every request before it leaves (privacy log). */
export function createHttpMeterLink(beforeSend: BeforeSend): MeterLink {
  const call = (meter: MeterAddress, options: Call): Promise<Uint8Array> => exchange(beforeSend, meter, options)
  return {
    describe: async (meter) => {
      const body = await call(meter, { method: 'GET', path: '', answers: JSON_TYPE, maxBytes: MAX_JSON_BYTES })
      return wellFormed(() => decodeDescription(text(body)))
    },
    pair: async (meter, message) => {
      const body = await call(meter, {
        method: 'POST',
        path: '/pairing',
        body: message,
        contentType: BYTES_TYPE,
        answers: JSON_TYPE,
        maxBytes: MAX_JSON_BYTES
      })
      return wellFormed(() => decodePairingState(text(body)))
    },
    records: async (meter, { genesis }, from, limit) => {
      if (limit < 1 || limit > MAX_PAGE_RECORDS) throw new RangeError('records: limit')
      const path = `/records?obis=${genesis.genesis.obis}&from=${from}&limit=${limit}`
      const body = await call(meter, { method: 'GET', path, answers: BYTES_TYPE, maxBytes: MAX_PAGE_BYTES })
      return wellFormed(() => decodeRecordPage(body, limit))
    },
    acknowledge: async (meter, obis, counter) => {
      await call(meter, {
        method: 'POST',
        path: '/acknowledge',
        body: new TextEncoder().encode(JSON.stringify({ obis, counter })),
        contentType: JSON_TYPE,
        answers: JSON_TYPE,
        maxBytes: MAX_JSON_BYTES
      })
    },
    signEnrolment: async (meter, enrolBody) => {
      const signature = await call(meter, {
        method: 'POST',
        path: '/sign-enrolment',
        body: enrolBody,
        contentType: BYTES_TYPE,
        answers: BYTES_TYPE,
        maxBytes: SIGNATURE_BYTES
      })
      if (signature.length !== SIGNATURE_BYTES) throw new MeterLinkError({ kind: 'malformed' })
      return signature
    }
  }
}

async function exchange(beforeSend: BeforeSend, meter: MeterAddress, call: Call): Promise<Uint8Array> {
  const answer = await reached(() =>
    request({
      url: `${meter.url}${call.path}`,
      method: call.method,
      headers: { authorization: `Basic ${Buffer.from(`household:${meter.password}`, 'utf8').toString('base64')}` },
      ...(call.body ? { body: call.body } : {}),
      ...(call.contentType ? { contentType: call.contentType } : {}),
      // A refusal is read as one, so its size counts too.
      maxBytes: Math.max(call.maxBytes, MAX_JSON_BYTES),
      timeoutMs: TIMEOUT_MS,
      acceptStatus: [200, 400, 401, 403, 404, 409, 413, 423],
      leaving: { purpose: 'meter-request', about: null, beforeSend }
    })
  )
  if (answer.status !== 200) throw refusalOf(answer)
  if (answer.contentType !== call.answers) throw new MeterLinkError({ kind: 'malformed' })
  if (answer.body.length > call.maxBytes) throw new MeterLinkError({ kind: 'malformed' })
  return answer.body
}

async function reached(work: () => Promise<HttpAnswer>): Promise<HttpAnswer> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof TransportError)) throw error
    const { failure } = error
    if (failure === 'unreachable' || failure === 'timeout') throw new MeterLinkError({ kind: 'unreachable' })
    if (failure === 'refused') throw new MeterLinkError({ kind: 'refused', code: `http-${error.status ?? 0}` })
    throw new MeterLinkError({ kind: 'malformed' })
  }
}

function refusalOf({ status, contentType, body }: HttpAnswer): MeterLinkError {
  if (contentType !== JSON_TYPE) return new MeterLinkError({ kind: 'refused', code: `http-${status}` })
  const refusal = wellFormed(() => meterRefusal.parse(JSON.parse(text(body))))
  if (status === 401) return new MeterLinkError({ kind: 'wrong-password', triesLeft: refusal.triesLeft ?? 0 })
  if (status === 423 && refusal.until !== undefined) {
    return new MeterLinkError({ kind: 'locked', until: toUtcSeconds(refusal.until) })
  }
  return new MeterLinkError({ kind: 'refused', code: refusal.code })
}

/** What the decoders of the edge throw for bytes that are not what they should be; all other errors pass. */
function wellFormed<Value>(decode: () => Value): Value {
  try {
    return decode()
  } catch (error) {
    const kinds = [FormatError, z.ZodError, SyntaxError, TypeError, RangeError]
    if (kinds.some((kind) => error instanceof kind)) throw new MeterLinkError({ kind: 'malformed' })
    throw error
  }
}

function text(body: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(body)
}
