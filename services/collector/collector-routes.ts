/** The collector's HTTP interface (docs/protocol/rounds.md 4.1). */

import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { FormatError, fromHex, lpList } from '../../crypto'
import { MAX_END_BYTES } from '../../app/rounds/messages/end'
import { MAX_ENDORSE_BYTES } from '../../app/rounds/messages/endorse'
import { MAX_ENROL_BYTES } from '../../app/rounds/messages/enrol'
import type { GroupParameters } from '../../app/rounds/messages/group-parameters'
import { MAX_DLIST_BYTES } from '../../app/rounds/messages/dlist'
import { MAX_KEYS_BYTES } from '../../app/rounds/messages/keys'
import { MAX_REFUSE_BYTES } from '../../app/rounds/messages/refuse'
import { maxSubmitBytes } from '../../app/rounds/messages/submit'
import type { ChangeFeed } from './change-feed'
import type { Collector } from './collector'
import { eventStream } from './event-stream'
import type { Receipt } from './receive'
import { LENGTH_BYTES } from '../../app/rounds/messages/wire'
import { MAX_WISH_BYTES } from '../../app/rounds/messages/wish'
import { FINDING_LIMITS } from '../../app/rounds/round-transport'
import { roundsPerEpoch } from '../../app/rounds/epoch'
import { answerFailure } from '../runtime/answer-failure'

const STATUS = {
  taken: 200,
  malformed: 400,
  forbidden: 403,
  unknown: 404,
  conflict: 409,
  late: 410,
  early: 425,
  full: 507
} as const satisfies Record<Receipt, number>

const BYTES = { 'content-type': 'application/octet-stream' }

export function collectorRoutes(collector: Collector, group: GroupParameters, feed: ChangeFeed): Hono {
  const routes = new Hono()
  const post = (path: string, maxSize: number, take: (context: Context, wire: Uint8Array) => Receipt): void => {
    const tooLarge = (context: Context): Response => context.json({ code: 'too-large' }, 413)
    routes.post(path, bodyLimit({ maxSize, onError: tooLarge }), async (context) => {
      const receipt = take(context, new Uint8Array(await context.req.arrayBuffer()))
      return context.json({ code: receipt }, STATUS[receipt])
    })
  }
  post('/enrol', MAX_ENROL_BYTES, (_, wire) => collector.enrol(wire))
  post('/end', MAX_END_BYTES, (_, wire) => collector.end(wire))
  post('/keys', MAX_KEYS_BYTES, (context, wire) => {
    const memberId = hexQuery(context, 'member')
    return memberId ? collector.keys(memberId, wire) : 'malformed'
  })
  post('/refuse', MAX_REFUSE_BYTES, (_, wire) => collector.refuse(wire))
  post('/submit', maxSubmitBytes(roundsPerEpoch(group)), (_, wire) => {
    const receipt = collector.submit(wire)
    // It may have been the last one; nobody has to wait for the sum, and what fails is due again with the next step.
    if (receipt === 'taken') collector.step().catch(() => undefined)
    return receipt
  })
  post('/endorse', MAX_ENDORSE_BYTES, (_, wire) => collector.endorse(wire))
  routes.get('/endorsements', (context) => {
    const rho = hexQuery(context, 'roster')
    if (!rho) return context.json({ code: 'malformed' }, 400)
    return bytes(context, lpList(...collector.endorsements(rho)))
  })
  post('/dlist', MAX_DLIST_BYTES, (_, wire) => collector.dlist(wire))
  post('/wish', MAX_WISH_BYTES, (context, wire) => {
    const memberId = hexQuery(context, 'member')
    return memberId ? collector.wish(memberId, wire) : 'malformed'
  })
  routes.get('/ask', (context) => {
    const rho = hexQuery(context, 'roster')
    if (!rho) return context.json({ code: 'malformed' }, 400)
    const wire = collector.ask(rho)
    return wire ? bytes(context, wire) : context.json({ code: 'unknown' }, 404)
  })
  routes.get('/findings', (context) => {
    const rho = hexQuery(context, 'roster')
    if (!rho) return context.json({ code: 'malformed' }, 400)
    return bytes(context, lpList(...firstFindings(collector.findings(rho))))
  })
  routes.get('/rosters', (context) => {
    const memberId = hexQuery(context, 'member')
    const day = context.req.query('day') ?? ''
    if (!memberId || !/^\d{1,10}$/u.test(day)) return context.json({ code: 'malformed' }, 400)
    return bytes(context, lpList(...collector.rosters(Number(day), memberId)))
  })
  routes.get('/published', (context) => {
    const rho = hexQuery(context, 'roster')
    if (!rho) return context.json({ code: 'malformed' }, 400)
    const wire = collector.published(rho)
    return wire ? bytes(context, wire) : context.json({ code: 'unknown' }, 404)
  })
  routes.get('/board', (context) => {
    const seen = hexQuery(context, 'seen')
    const from = context.req.query('from') ?? ''
    if (!seen || !/^\d{1,15}$/u.test(from)) return context.json({ code: 'malformed' }, 400)
    const { wire, start, digests } = collector.board(Number(from), seen)
    return bytes(context, lpList(wire, start, digests))
  })
  routes.get('/events', (context) => {
    const events = eventStream(feed)
    if (!events) return context.json({ code: 'busy' }, 503, { 'retry-after': '60' })
    return context.body(events, 200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  })
  routes.notFound((context) => context.json({ code: 'unknown' }, 404))
  routes.onError(answerFailure)
  return routes
}

/** What a household would find too large it would not read at all. */
function firstFindings(findings: readonly Uint8Array[]): readonly Uint8Array[] {
  let room = FINDING_LIMITS.maxBytes
  return findings.slice(0, FINDING_LIMITS.maxFields).filter(({ length }) => {
    room -= LENGTH_BYTES + length
    return room >= 0
  })
}

function hexQuery(context: Context, name: string): Uint8Array | null {
  try {
    return fromHex(context.req.query(name) ?? '', 32)
  } catch (error) {
    if (error instanceof FormatError) return null
    throw error
  }
}

function bytes(context: Context, body: Uint8Array): Response {
  return context.body(new Uint8Array(body), 200, BYTES)
}
