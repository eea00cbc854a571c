/** What strangers may ask of a service: so many requests per address and minute, so many at a time in all. */

import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context, MiddlewareHandler } from 'hono'
import { isThisPc, networkOf } from './remote-network'

export type TrafficLimits = {
  /** Requests per address and minute; a burst may use a minute's worth at once. */
  readonly perMinute: number
  /** Requests being answered at a time; more are sent away to come again. */
  readonly atOnce: number
}

const MINUTE_MS = 60_000
/** Addresses remembered; the ones that asked longest ago are forgotten first. */
const MOST_ADDRESSES = 10_000

type Bucket = { left: number; at: number }

/**
 * Answers 429 to an address (of IPv6 a network of 64 bits) that asks too often and 503 while too much is going on, both before a body is read. This PC itself is
 * not counted: behind a proxy every household comes from there, and the proxy has to do the counting.
 */
export function limitTraffic(
  { perMinute, atOnce }: TrafficLimits,
  // A clock that is set back would shut everybody out until then.
  now: () => number = () => performance.now(),
  addressOf: (context: Context) => string = remoteAddress
): MiddlewareHandler {
  const buckets = new Map<string, Bucket>()
  let running = 0
  return async (context, next) => {
    const address = addressOf(context)
    if (!isThisPc(address) && !spend(buckets, networkOf(address), perMinute, now())) {
      return context.json({ code: 'too-often' }, 429, { 'retry-after': '60' })
    }
    if (running >= atOnce) return context.json({ code: 'busy' }, 503, { 'retry-after': '5' })
    running += 1
    try {
      return await next()
    } finally {
      running -= 1
    }
  }
}

function remoteAddress(context: Context): string {
  return getConnInfo(context).remote.address ?? ''
}

function spend(buckets: Map<string, Bucket>, address: string, perMinute: number, now: number): boolean {
  const known = buckets.get(address)
  const left = known ? Math.min(perMinute, known.left + ((now - known.at) * perMinute) / MINUTE_MS) : perMinute
  // Deleted and set again, the map stays in the order in which addresses last asked.
  buckets.delete(address)
  buckets.set(address, { left: Math.max(0, left - 1), at: now })
  const [oldest] = buckets.keys()
  if (buckets.size > MOST_ADDRESSES && oldest !== undefined) buckets.delete(oldest)
  return left >= 1
}
