/** Starts a collector: opens its board, founds its group once, serves its interface. */

import { mkdirSync } from 'node:fs'
import type { Hono } from 'hono'
import { createInProcessWork } from '../../adapters/commitment-work/in-process-work'
import { createPlatformPrimitives } from '../../adapters/platform-crypto/platform-primitives'
import { type Database, openDatabase } from '../../adapters/storage/database'
import { systemRandom } from '../../adapters/system/system-random'
import { keyFromFile } from '../../adapters/vault/key-file'
import type { Clock } from '../../app/ports'
import { type InvitationFile, encodeInvitation } from '../../app/rounds/invitation'
import { type GroupParameters, encodeGroup, groupId } from '../../app/rounds/messages/group-parameters'
import { createNobleKernel } from '../../crypto'
import { type RunningService, serveRoutes } from '../runtime/serve'
import type { ServiceClock } from '../runtime/service-clock'
import { type Collector, createCollector } from './collector'
import { type CollectorConfig, groupOfConfig } from './collector-config'
import { collectorRoutes } from './collector-routes'
import { boardTables, createSqliteBoardStore } from './sqlite-board-store'

export type CollectorOptions = {
  readonly config: CollectorConfig
  /** Folder for the key file and the board; made where it is missing. */
  readonly stateFolder: string
  readonly port: number
  readonly clock: ServiceClock
  /** Address under which households reach it; where it listens when absent. */
  readonly publicAddress?: string
}

export type RunningCollector = RunningService & {
  /** What an organiser gives to households, as JSON; also at GET /invitation. */
  readonly invitation: InvitationFile
}

/**
 * @throws AppError of the database and the key file, collector-group-changed (the configuration is not the one the
 *   group was founded with); FormatError for parameters that no household would join.
 */
export async function startCollector(options: CollectorOptions): Promise<RunningCollector> {
  const { stateFolder } = options
  mkdirSync(stateFolder, { recursive: true })
  const file = `${stateFolder}/collector.db`
  const key = keyFromFile(`${stateFolder}/collector.key`, file)
  const database = openDatabase({ file, key, migrations: [boardTables] })
  try {
    return await serve(options, database)
  } catch (error) {
    database.close()
    throw error
  }
}

async function serve(
  { config, port, clock, publicAddress }: CollectorOptions,
  database: Database
): Promise<RunningCollector> {
  const { collector, group } = openCollector(config, database, clock.clock)
  const routes = collectorRoutes(collector, group)
  mountClock(routes, clock, collector)
  const inviting = (address: string): InvitationFile => encodeInvitation({ group, address, operator: config.operator })
  // The port is known only once it listens, and no route can be added then.
  const listening = { at: publicAddress ?? '' }
  routes.get('/invitation', (context) => context.json(inviting(listening.at)))
  await collector.step()
  const service = await serveRoutes({ routes, port })
  listening.at = publicAddress ?? service.url
  return {
    url: service.url,
    invitation: inviting(listening.at),
    close: async () => {
      await service.close()
      try {
        await collector.step()
      } finally {
        database.close()
      }
    }
  }
}

function openCollector(
  config: CollectorConfig,
  database: Database,
  clock: Clock
): { readonly collector: Collector; readonly group: GroupParameters } {
  const primitives = createPlatformPrimitives()
  const board = createSqliteBoardStore(database)
  const foundedBy = (seed: Uint8Array): GroupParameters => groupOfConfig(config, primitives.ed25519.publicKey(seed))
  const seed = board.found(
    () => systemRandom.bytes(32),
    (own) => encodeGroup(foundedBy(own))
  )
  const group = foundedBy(seed)
  const work = createInProcessWork(createNobleKernel(), systemRandom)
  return {
    group,
    collector: createCollector({ primitives, clock, board, gid: groupId(primitives, group), group, work, seed })
  }
}

/** With a simulated clock, what is due is done before the driver goes on. */
function mountClock(routes: Hono, clock: ServiceClock, collector: Collector): void {
  routes.use('/simulation/clock', async (_, next) => {
    await next()
    await collector.step()
  })
  clock.mount(routes)
}
