/** A supplier over HTTP (docs/protocol/bills.md, Wire). */

import type { z } from 'zod'
import type { SupplierLink, SupplierLinks } from '../../app/bills/supplier-link'
import { MAX_FILE_BYTES } from '../../app/bills/documents/signed-file'
import { billsAnswer, indexAnswer, tariffsAnswer } from '../../app/bills/wire-answers'
import { encodeContractRequest, encodeSignedResponse } from '../../app/bills/wire'
import { checkShape } from '../../app/check-shape'
import type { UtcSeconds } from '../../app/domain/interval'
import { type PrivacyPurpose, TransportError } from '../../app/ports'
import { type BeforeSend, type HttpAnswer, request } from './request'

const BYTES = 'application/octet-stream'
const JSON_TYPE = 'application/json'
const MAX_LIST_BYTES = 256 * 1024
const MAX_RECEIPT_BYTES = 1024
const TIMEOUT_MS = 30_000
const NOT_FOUND = 404

/** @param beforeSend hears of every request before it leaves (privacy log). */
export function createHttpSupplierLinks(beforeSend: BeforeSend): SupplierLinks {
  return (address, name) =>
    createLink(new URL(address).href.replace(/\/$/u, ''), name ?? new URL(address).host, beforeSend)
}

function createLink(address: string, recipient: string, beforeSend: BeforeSend): SupplierLink {
  const leaving = (purpose: PrivacyPurpose, about: UtcSeconds | null = null) => ({ purpose, about, beforeSend })
  const get = (path: string, maxBytes: number, about: UtcSeconds | null = null): Promise<HttpAnswer> =>
    request({
      url: `${address}${path}`,
      recipient,
      method: 'GET',
      maxBytes,
      timeoutMs: TIMEOUT_MS,
      acceptStatus: [200, NOT_FOUND],
      leaving: leaving('bill-read', about)
    })
  const list = async <Schema extends z.ZodType>(path: string, schema: Schema, about: UtcSeconds | null = null) =>
    jsonOf(await get(path, MAX_LIST_BYTES, about), schema, recipient)
  const post = (
    path: string,
    body: Uint8Array,
    contentType: string,
    purpose: PrivacyPurpose,
    about: UtcSeconds | null,
    maxBytes: number
  ) =>
    request({
      url: `${address}${path}`,
      recipient,
      method: 'POST',
      body,
      contentType,
      maxBytes,
      timeoutMs: TIMEOUT_MS,
      leaving: leaving(purpose, about)
    })
  return {
    tariffs: async () => (await list('/tariffs', tariffsAnswer)).tariffs,
    document: async (name) => fileOf(await get(`/documents/${name}`, MAX_FILE_BYTES)),
    indexFor: async ({ start, end }) => (await list(`/indexes?start=${start}&end=${end}`, indexAnswer, start)).list,
    offer: async (asked) =>
      (await post('/offers', encodeContractRequest(asked), BYTES, 'bill-read', null, MAX_FILE_BYTES)).body,
    agree: async (contract, file) => {
      await post(`/contracts/${contract}`, file, JSON_TYPE, 'bill-response', null, MAX_RECEIPT_BYTES)
    },
    amendment: async (contract) => fileOf(await get(`/contracts/${contract}/amendment`, MAX_FILE_BYTES)),
    sendExchange: async (contract, file) => {
      await post(`/contracts/${contract}/exchanges`, file, JSON_TYPE, 'bill-records', null, MAX_RECEIPT_BYTES)
    },
    sendRecords: async (contract, delivery, about) => {
      await post(`/contracts/${contract}/records`, delivery, BYTES, 'bill-records', about, MAX_RECEIPT_BYTES)
    },
    sendResponse: async (contract, response, signature, about) => {
      const body = encodeSignedResponse(response, signature)
      await post(`/contracts/${contract}/responses`, body, BYTES, 'bill-response', about, MAX_RECEIPT_BYTES)
    },
    sendRefusal: async (contract, refusal, signature, about) => {
      const body = encodeSignedResponse(refusal, signature)
      await post(`/contracts/${contract}/refusals`, body, BYTES, 'bill-response', about, MAX_RECEIPT_BYTES)
    },
    bills: async (contract) => (await list(`/contracts/${contract}/bills`, billsAnswer)).bills,
    bill: async (contract, name) => {
      const file = fileOf(await get(`/contracts/${contract}/bills/${name}`, MAX_FILE_BYTES))
      if (!file) throw new TransportError('refused', recipient, NOT_FOUND)
      return file
    }
  }
}

function fileOf({ status, body }: HttpAnswer): Uint8Array | null {
  return status === NOT_FOUND ? null : body
}

function jsonOf<Schema extends z.ZodType>(
  { status, body }: HttpAnswer,
  schema: Schema,
  recipient: string
): z.output<Schema> {
  const parsed = checkShape(schema, parse(body))
  if (status !== 200 || !parsed.success) throw new TransportError('malformed', recipient, status)
  return parsed.data
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    return null
  }
}
