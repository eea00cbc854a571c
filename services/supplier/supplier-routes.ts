/** The supplier's HTTP interface (docs/protocol/bills.md, Wire). A contract's hash is known to its two parties only. */

import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { type Contract, decodeContract } from '../../app/bills/documents/contract-document'
import { MAX_FILE_BYTES, decodeSignedFile, readBody } from '../../app/bills/documents/signed-file'
import { MAX_DELIVERY_BYTES, MAX_SMALL_BYTES } from '../../app/bills/wire'
import { toUtcSeconds } from '../../app/domain/interval'
import { FormatError } from '../../crypto'
import { answerFailure } from '../runtime/answer-failure'
import { amendmentFor } from './amend-contract'
import { createTurns } from './create-turns'
import { agreeContract, offerContract } from './offer-contract'
import { supplierOpenApi } from './open-api'
import type { SupplierContext } from './supplier-context'
import { takeExchange } from './take-exchange'
import { takeRecords } from './take-records'
import { takeRefusal } from './take-refusal'
import { takeResponse } from './take-response'

const STATUS = {
  taken: 200,
  malformed: 400,
  'not-signed': 403,
  unknown: 404,
  conflict: 409,
  'too-early': 425
} as const
const UNTRUE = 422

const FILE = { 'content-type': 'application/json' }

export function supplierRoutes(context: SupplierContext): Hono {
  const routes = new Hono()
  mountDocuments(routes, context)
  mountContracts(routes, context)
  mountBills(routes, context)
  routes.get('/openapi.json', (request) => request.json(supplierOpenApi()))
  routes.notFound((request) => request.json({ code: 'unknown' }, 404))
  routes.onError((error, request) =>
    error instanceof FormatError
      ? request.json({ code: 'malformed', where: error.where, reason: error.code }, 400)
      : answerFailure(error, request)
  )
  return routes
}

function mountDocuments(routes: Hono, { tariffs, lists }: SupplierContext): void {
  routes.get('/tariffs', (request) => request.json({ tariffs: [...tariffs.keys()] }))
  routes.get('/documents/:hash', (request) => {
    const hash = request.req.param('hash')
    const found = tariffs.get(hash)?.file ?? lists?.find(hash)?.file
    return found ? fileAnswer(request, found) : request.json({ code: 'unknown' }, 404)
  })
  routes.get('/indexes', (request) => {
    const [start, end] = [request.req.query('start') ?? '', request.req.query('end') ?? '']
    if (!/^\d{1,12}$/u.test(start) || !/^\d{1,12}$/u.test(end)) return request.json({ code: 'malformed' }, 400)
    const period = { start: toUtcSeconds(Number(start)), end: toUtcSeconds(Number(end)) }
    return request.json({ list: lists?.covering(period)?.hash ?? null })
  })
}

function mountContracts(routes: Hono, context: SupplierContext): void {
  const inTurn = createTurns()
  routes.post('/offers', limited(MAX_SMALL_BYTES), async (request) => {
    const answer = offerContract(context, await bytesOf(request))
    return answer.ok ? fileAnswer(request, answer.file) : request.json({ code: answer.code }, UNTRUE)
  })
  routes.post('/contracts/:hash', limited(MAX_FILE_BYTES), async (request) =>
    receipt(request, agreeContract(context, request.req.param('hash'), await bytesOf(request)))
  )
  routes.get('/contracts/:hash/amendment', (request) => {
    const hash = request.req.param('hash')
    const terms = agreedTerms(context, hash)
    const offer = terms && amendmentFor(context, hash, terms)
    return offer ? fileAnswer(request, offer) : request.json({ code: 'unknown' }, 404)
  })
  routes.post('/contracts/:hash/exchanges', limited(MAX_SMALL_BYTES), async (request) => {
    const terms = agreedTerms(context, request.req.param('hash'))
    return receipt(request, terms ? takeExchange(context, terms, await bytesOf(request)) : 'unknown')
  })
  routes.post('/contracts/:hash/records', limited(MAX_DELIVERY_BYTES), async (request) => {
    const hash = request.req.param('hash')
    const terms = agreedTerms(context, hash)
    const bytes = await bytesOf(request)
    return receipt(request, terms ? await inTurn(hash, () => takeRecords(context, hash, terms, bytes)) : 'unknown')
  })
  routes.post('/contracts/:hash/responses', limited(MAX_SMALL_BYTES), async (request) => {
    const hash = request.req.param('hash')
    const terms = agreedTerms(context, hash)
    const bytes = await bytesOf(request)
    return receipt(request, terms ? await inTurn(hash, () => takeResponse(context, hash, terms, bytes)) : 'unknown')
  })
  routes.post('/contracts/:hash/refusals', limited(MAX_SMALL_BYTES), async (request) => {
    const hash = request.req.param('hash')
    const terms = agreedTerms(context, hash)
    const bytes = await bytesOf(request)
    const take = (): Promise<string> =>
      Promise.resolve().then(() => (terms ? takeRefusal(context, hash, terms, bytes) : 'unknown'))
    return receipt(request, await inTurn(hash, take))
  })
}

function mountBills(routes: Hono, { state }: SupplierContext): void {
  routes.get('/contracts/:hash/bills', (request) => {
    const bills = state.bills(request.req.param('hash'))
    return request.json({ bills: bills.map(({ hash }) => hash) })
  })
  routes.get('/contracts/:hash/bills/:bill', (request) => {
    const bill = state.bills(request.req.param('hash')).find(({ hash }) => hash === request.req.param('bill'))
    return bill ? fileAnswer(request, bill.file) : request.json({ code: 'unknown' }, 404)
  })
}

/** Terms of a contract that both sides have signed. */
function agreedTerms({ primitives, state }: SupplierContext, hash: string): Contract | null {
  const file = state.contract(hash)?.agreed
  const signed = file && decodeSignedFile(primitives, file)
  return signed ? decodeContract(readBody(signed), signed.version) : null
}

function limited(maxSize: number): ReturnType<typeof bodyLimit> {
  return bodyLimit({ maxSize, onError: (request) => request.json({ code: 'too-large' }, 413) })
}

async function bytesOf(request: Context): Promise<Uint8Array> {
  return new Uint8Array(await request.req.arrayBuffer())
}

function receipt(request: Context, code: string): Response {
  const status = Object.entries(STATUS).find(([name]) => name === code)?.[1] ?? UNTRUE
  return request.json({ code }, status)
}

function fileAnswer(request: Context, file: Uint8Array): Response {
  return request.body(new Uint8Array(file), 200, FILE)
}
