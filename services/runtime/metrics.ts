/** Counters of a service in the text format that Prometheus reads; on a port of its own, on this PC only. */

import { Hono, type MiddlewareHandler } from 'hono'
import { type RunningService, serveRoutes } from './serve'

export type Gauge = { readonly name: string; readonly help: string; readonly value: () => number }

export type Metrics = {
  /** Counts the answers by route and status; what is asked for is not looked at. */
  readonly count: MiddlewareHandler
  /** The page, one gauge or counter a line. */
  text(gauges: readonly Gauge[]): string
}

export function createMetrics(prefix: string): Metrics {
  const answers = new Map<string, number>()
  let seconds = 0
  return {
    count: async (context, next) => {
      const begun = performance.now()
      await next()
      seconds += (performance.now() - begun) / 1000
      const route = context.req.path.replace(/^\/[0-9a-f]{16}(?=\/)/u, '')
      const known = context.res.status === 404 ? 'other' : route
      const label = `method="${context.req.method === 'POST' ? 'POST' : 'GET'}",route="${escape(known)}",status="${String(context.res.status)}"`
      answers.set(label, (answers.get(label) ?? 0) + 1)
    },
    text: (gauges) => {
      const memory = process.memoryUsage()
      const all: readonly Gauge[] = [
        ...gauges,
        { name: 'resident_bytes', help: 'Memory of the process.', value: () => memory.rss },
        { name: 'uptime_seconds', help: 'Since the process began.', value: () => Math.round(process.uptime()) },
        { name: 'answer_seconds_total', help: 'Time spent answering.', value: () => Number(seconds.toFixed(3)) }
      ]
      const lines = all.flatMap(({ name, help, value }) => [
        `# HELP ${prefix}_${name} ${help}`,
        `# TYPE ${prefix}_${name} ${name.endsWith('_total') ? 'counter' : 'gauge'}`,
        `${prefix}_${name} ${String(value())}`
      ])
      const requests = [...answers].map(([label, count]) => `${prefix}_answers_total{${label}} ${String(count)}`)
      return [...lines, `# TYPE ${prefix}_answers_total counter`, ...requests, ''].join('\n')
    }
  }
}

/** Serves the page at /metrics on 127.0.0.1. */
export function serveMetrics(port: number, text: () => string): Promise<RunningService> {
  const routes = new Hono()
  routes.get('/metrics', (context) => context.text(text(), 200, { 'content-type': 'text/plain; version=0.0.4' }))
  return serveRoutes({ routes, port })
}

/** Routes are our own words, but a label must never be able to end early. */
function escape(text: string): string {
  return text.replace(/[^a-z0-9/-]/gu, '').slice(0, 40)
}
