/** The meters' HTTP interface (docs/han-interface.md). */

import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { z } from 'zod'
import { checkShape } from '../../app/check-shape'
import { FormatError, TAGS, equalBytes, readLpAs } from '../../crypto'
import { toUtcSeconds, utcDayOf } from '../../app/domain/interval'
import { type ChainId, OBIS_DRAWN, OBIS_FED_IN, type Obis, meterIdBytes } from '../../app/domain/meter/meter'
import type { Clock } from '../../app/ports'
import {
  MAX_PAGE_RECORDS,
  type MeterDescription,
  type MeterPairing,
  type OfferedRecord
} from '../../app/readings/meter-link'
import {
  type RefusalMessage,
  acknowledgeSchema,
  encodeDescription,
  encodePairingState
} from '../../app/readings/wire/meter-messages'
import { decodePairing } from '../../app/readings/wire/pairing-message'
import { encodeRecordPage } from '../../app/readings/wire/record-page'
import { answerFailure } from '../runtime/answer-failure'
import { createPasswordGuard } from './password-guard'
import type { KeptPairing, KeptRecord } from './meter-state'
import type { ProductionDeps } from './produce-records'
import type { VirtualChain, VirtualMeter } from './virtual-meter'

const LIMITS = { maxBytes: 1024, maxFields: 10 }

const recordsQuery = z.strictObject({
  obis: z.enum([String(OBIS_DRAWN), String(OBIS_FED_IN)]).transform((text) => Number(text) as Obis),
  from: z
    .string()
    .regex(/^\d{1,15}$/u)
    .transform(Number),
  limit: z
    .string()
    .regex(/^\d{1,4}$/u)
    .transform(Number)
    .pipe(z.number().min(1).max(MAX_PAGE_RECORDS))
})

export type MeterRouteDeps = ProductionDeps & {
  readonly clock: Clock
  /** Brings all chains up to the clock. */
  readonly catchUp: () => Promise<void>
  /** A meter has a new key: records may be due that were not before. */
  readonly paired: () => void
}

export function mountMeter(routes: Hono, deps: MeterRouteDeps, meter: VirtualMeter): void {
  const guard = createPasswordGuard(deps.primitives, meter.config.password)
  const one = new Hono()
  one.use(bodyLimit({ maxSize: 4096, onError: (context) => refuse(context, 400, { code: 'malformed' }) }))
  one.use(async (context, next) => {
    const outcome = guard.check(context.req.header('authorization'), deps.clock.now())
    if (outcome.kind === 'wrong') return refuse(context, 401, { code: 'wrong-password', triesLeft: outcome.triesLeft })
    if (outcome.kind === 'locked') return refuse(context, 423, { code: 'locked', until: outcome.until })
    await deps.catchUp()
    return next()
  })
  one.onError((error, context) => {
    if (error instanceof FormatError) return refuse(context, 400, { code: 'malformed' })
    return answerFailure(error, context)
  })
  one.get('/', (context) => context.json(encodeDescription(describe(deps, meter))))
  one.post('/pairing', async (context) => pair(context, deps, meter, await octets(context)))
  one.get('/records', (context) => {
    const query = checkShape(recordsQuery, context.req.query())
    const chain = query.success ? chainOf(meter, query.data.obis) : undefined
    if (!query.success || !chain) return refuse(context, 400, { code: 'malformed' })
    const records = deps.state.records(chain.id, query.data.from, query.data.limit)
    return octetsOf(context, encodeRecordPage(records.map((record) => offered(chain.id, record))))
  })
  one.post('/acknowledge', async (context) => {
    const body = checkShape(acknowledgeSchema, await context.req.json().catch(() => null))
    const chain = body.success ? chainOf(meter, body.data.obis) : undefined
    if (!body.success || !chain) return refuse(context, 400, { code: 'malformed' })
    deps.state.eraseValues(chain.id, body.data.counter)
    return context.json({})
  })
  one.post('/sign-enrolment', async (context) => signEnrolment(context, deps, meter, await octets(context)))
  routes.route(`/meters/${meter.config.meterId}`, one)
}

function pair(context: Context, deps: MeterRouteDeps, meter: VirtualMeter, message: Uint8Array): Response {
  const { primitives, state, clock } = deps
  const { meterId, day, key } = decodePairing(message)
  if (meterId !== meter.config.meterId) return refuse(context, 409, { code: 'other-meter' })
  const id = primitives.sha256(message)
  const known = state.pairingOf(meterId)
  if (known && equalBytes(known.id, id)) return context.json(encodePairingState(pairingState(deps, meter, known)))
  const now = clock.now()
  if (day !== utcDayOf(now)) return refuse(context, 409, { code: 'other-day' })
  const pairing = { id, day, at: now }
  const keys = meter.chains.map((chain) => {
    const fromCounter = (state.newest(chain.id)?.counter ?? -1) + 1
    return { obis: chain.id.obis, day, key, fromCounter }
  })
  state.savePairing(meterId, pairing, keys)
  deps.paired()
  return context.json(encodePairingState(pairingState(deps, meter, pairing)))
}

function signEnrolment(context: Context, deps: MeterRouteDeps, meter: VirtualMeter, body: Uint8Array): Response {
  const fields = readLpAs(TAGS.enrol, body, LIMITS, 7)
  const [, , meterId, meterKey] = fields
  const isOwn =
    meterId &&
    meterKey &&
    equalBytes(meterId, meterIdBytes(meter.config.meterId)) &&
    equalBytes(meterKey, meter.publicKey)
  if (!isOwn) return refuse(context, 409, { code: 'other-meter' })
  if (!deps.state.pairingOf(meter.config.meterId)) return refuse(context, 409, { code: 'not-paired' })
  return octetsOf(context, deps.primitives.ed25519.sign(meter.seed, body))
}

function describe(deps: MeterRouteDeps, meter: VirtualMeter): MeterDescription {
  const pairing = deps.state.pairingOf(meter.config.meterId)
  return {
    meterId: meter.config.meterId,
    level: meter.config.level,
    now: deps.clock.now(),
    chains: meter.chains.map((chain) => ({
      genesis: chain.genesis,
      newest: deps.state.newest(chain.id)?.counter ?? -1,
      acknowledged: deps.state.acknowledged(chain.id)
    })),
    pairing: pairing ? pairingState(deps, meter, pairing) : null
  }
}

function pairingState(deps: MeterRouteDeps, meter: VirtualMeter, { id, day }: KeptPairing): MeterPairing {
  return {
    id,
    day,
    fromCounters: meter.chains.map((chain) => ({
      obis: chain.id.obis,
      counter: deps.state.keyOf(chain.id)?.fromCounter ?? 0
    }))
  }
}

function offered(chain: ChainId, kept: KeptRecord): OfferedRecord {
  const { counter, seconds, status, commitment, previousHash, value, headSignature, register } = kept
  const intervalStart = toUtcSeconds(kept.intervalStart)
  return {
    record: { ...chain, counter, intervalStart, seconds, status, commitment, previousHash },
    headSignature,
    metered: value === null || register === null ? null : { value, register }
  }
}

function refuse(context: Context, status: 400 | 401 | 404 | 409 | 423, message: RefusalMessage): Response {
  return context.json(message, status)
}

function octetsOf(context: Context, bytes: Uint8Array): Response {
  return context.body(new Uint8Array(bytes), 200, { 'content-type': 'application/octet-stream' })
}

function chainOf(meter: VirtualMeter, obis: Obis): VirtualChain | undefined {
  return meter.chains.find((chain) => chain.id.obis === obis)
}

async function octets(context: Context): Promise<Uint8Array> {
  return new Uint8Array(await context.req.arrayBuffer())
}
