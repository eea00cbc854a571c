/** Starts a collector: opens its groups, does what is due by itself, serves its interface. */

import { Hono } from 'hono'
import { AppError } from '../../app/app-error'
import type { InvitationFile } from '../../app/rounds/invitation'
import { FormatError } from '../../crypto'
import { answerFailure } from '../runtime/answer-failure'
import { type Gauge, createMetrics, serveMetrics } from '../runtime/metrics'
import { type RunningService, serveRoutes } from '../runtime/serve'
import type { ServiceClock } from '../runtime/service-clock'
import { type TrafficLimits, limitTraffic } from '../runtime/traffic-limits'
import type { CollectorConfig } from './collector-config'
import { assertBoard } from './group-folder'
import { type OpenGroup, openGroup } from './open-group'

export type CollectorOptions = {
  readonly config: CollectorConfig
  /** Folder for the key file and the board; made where it is missing. */
  readonly stateFolder: string
} & HostingOptions

export type HostingOptions = {
  readonly port: number
  readonly clock: ServiceClock
  /** Where it listens; 127.0.0.1 when absent. */
  readonly host?: string
  /** Address under which households reach it; where it listens when absent. */
  readonly publicAddress?: string
  /** PEM; plain HTTP when absent. */
  readonly tls?: { readonly key: string; readonly cert: string; readonly pin: Uint8Array } | null
  readonly limits?: TrafficLimits
  /** Port on 127.0.0.1 for the counters; none when absent. */
  readonly metricsPort?: number | null
  /** Told what a request or something that was due failed with: homes are only told that it did. */
  readonly report?: (error: unknown) => void
}

export type RunningCollector = RunningService & {
  /** What an organiser gives to households, as JSON; also at GET /invitation. */
  readonly invitation: InvitationFile
}

export type RunningCollectors = RunningService & {
  readonly groups: readonly { readonly name: string; readonly invitation: InvitationFile }[]
  readonly metricsUrl: string | null
}

/** A home that takes part sends about ten requests a day; a live one ten in a quarter of an hour. */
const LIMITS: TrafficLimits = { perMinute: 240, atOnce: 400 }
/** On the PC's clock nobody says when something is due. */
const STEP_MS = 30_000
const FAILED = 500

/** One group at the root. @throws what openGroup throws, and the listening error. */
export async function startCollector({ config, stateFolder, ...hosting }: CollectorOptions): Promise<RunningCollector> {
  const group = openGroup(config, stateFolder, hosting.clock.clock)
  const { groups, ...service } = await hostGroups([group], '', hosting)
  const [only] = groups
  if (!only) throw new RangeError('collector: no group')
  return { ...service, invitation: only.invitation }
}

/**
 * Several groups, each at a place named after it.
 * @throws what openGroup throws; AppError board-missing, service-config { where }; the listening error.
 */
export async function startCollectors(
  founded: readonly { readonly config: CollectorConfig; readonly folder: string }[],
  hosting: HostingOptions
): Promise<RunningCollectors> {
  const groups: OpenGroup[] = []
  try {
    for (const { config, folder } of founded) groups.push(reopened(config, folder, hosting))
  } catch (error) {
    for (const group of groups) group.close()
    throw error
  }
  return hostGroups(groups, 'by-place', hosting)
}

function reopened(config: CollectorConfig, folder: string, { clock }: HostingOptions): OpenGroup {
  assertBoard(folder)
  try {
    return openGroup(config, folder, clock.clock)
  } catch (error) {
    // Only who changed the rules by hand gets here.
    if (error instanceof FormatError) throw new AppError('service-config', { where: `${folder}, ${error.where}` })
    throw error
  }
}

async function hostGroups(
  groups: readonly OpenGroup[],
  where: '' | 'by-place',
  { port, clock, host, publicAddress, tls = null, limits = LIMITS, metricsPort = null, ...hosting }: HostingOptions
): Promise<RunningCollectors> {
  const metrics = createMetrics('wattveil_collector')
  const report = hosting.report ?? (() => undefined)
  const routes = new Hono()
  routes.use(limitTraffic(limits))
  routes.use(metrics.count)
  routes.use(async (context, next) => {
    await next()
    // Who hung up is no failure.
    if (context.error && context.res.status === FAILED) report(context.error)
  })
  const step = async (): Promise<void> => {
    for (const group of groups) await group.step()
  }
  mountClock(routes, clock, step)
  const pathOf = (group: OpenGroup): string => (where === '' ? '' : `/${group.place}`)
  // The port is known only once it listens, and no route can be added then.
  const listening = { at: publicAddress ?? '' }
  const inviting = (group: OpenGroup): InvitationFile =>
    group.invitation(`${listening.at}${pathOf(group)}`, tls && tls.pin)
  for (const group of groups) {
    group.routes.get('/invitation', (context) => context.json(inviting(group)))
    routes.route(pathOf(group) || '/', group.routes)
  }
  routes.notFound((context) => context.json({ code: 'unknown' }, 404))
  routes.onError(answerFailure)
  let open: readonly RunningService[] = []
  const closing = { now: false }
  try {
    await step()
    const service = await serveRoutes({ routes, port, ...(host ? { host } : {}), tls })
    open = [service]
    listening.at = publicAddress ?? service.url
    const counters = metricsPort === null ? null : await serveMetrics(metricsPort, () => metrics.text(gauges(groups)))
    if (counters) open = [service, counters]
    const timer = setInterval(() => {
      // What fails is due again with the next step.
      if (!closing.now) step().catch(report)
    }, STEP_MS)
    return {
      url: service.url,
      metricsUrl: counters && `${counters.url}/metrics`,
      groups: groups.map((group) => ({ name: group.name, invitation: inviting(group) })),
      close: async () => {
        closing.now = true
        clearInterval(timer)
        for (const group of groups) group.feed.end()
        for (const each of open) await each.close()
        try {
          await step()
        } finally {
          for (const group of groups) group.close()
        }
      }
    }
  } catch (error) {
    for (const each of open) await each.close()
    for (const group of groups) group.close()
    throw error
  }
}

/** With a simulated clock, what is due is done before the driver goes on. */
function mountClock(routes: Hono, clock: ServiceClock, step: () => Promise<void>): void {
  routes.use('/simulation/clock', async (_, next) => {
    await next()
    await step()
  })
  clock.mount(routes)
}

function gauges(groups: readonly OpenGroup[]): Gauge[] {
  const total = (of: (group: OpenGroup) => number): (() => number) => {
    return () => groups.reduce((sum, group) => sum + of(group), 0)
  }
  return [
    { name: 'groups', help: 'Groups on this collector.', value: () => groups.length },
    {
      name: 'slow_arithmetic',
      help: 'Groups whose sums are checked by the slow arithmetic, because the fast one does not work here.',
      value: total(({ isSlow }) => (isSlow ? 1 : 0))
    },
    { name: 'listeners', help: 'Households that wait for news.', value: total(({ feed }) => feed.listeners()) },
    {
      name: 'additions_total',
      help: 'Messages added to boards since the start.',
      value: total(({ feed }) => feed.sequence())
    }
  ]
}
