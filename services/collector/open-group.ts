/** One group of a collector: its board, its keys, its routes. A process may hold several, each in a folder of its own. */

import type { Hono } from 'hono'
import { createInProcessWork } from '../../adapters/commitment-work/in-process-work'
import { loadKernel } from '../../adapters/commitment-work/load-kernel'
import { createPlatformPrimitives } from '../../adapters/platform-crypto/platform-primitives'
import { openDatabase } from '../../adapters/storage/database'
import { systemRandom } from '../../adapters/system/system-random'
import { keyFromFile } from '../../adapters/vault/key-file'
import { makeFolder } from '../../adapters/system/make-folder'
import type { Clock } from '../../app/ports'
import { type InvitationFile, encodeInvitation } from '../../app/rounds/invitation'
import { type GroupParameters, encodeGroup, groupId } from '../../app/rounds/messages/group-parameters'
import { toHex } from '../../crypto'
import { isSlow } from '../runtime/slow-arithmetic'
import { chainBoard } from './chained-board'
import { type ChangeFeed, createChangeFeed } from './change-feed'
import { createCollector } from './collector'
import { type CollectorConfig, groupOfConfig } from './collector-config'
import { collectorRoutes } from './collector-routes'
import { boardFile } from './group-folder'
import type { BoardStore } from './board-store'
import { boardMigrations, createSqliteBoardStore } from './sqlite-board-store'

export type OpenGroup = {
  readonly name: string
  /** First sixteen hex digits of gid: the group's place on a collector of several. */
  readonly place: string
  readonly routes: Hono
  readonly feed: ChangeFeed
  /** The fast arithmetic does not work here. */
  readonly isSlow: boolean
  /** What an organiser gives to households. */
  invitation(address: string, pin: Uint8Array | null): InvitationFile
  /** Does what is due. Repeatable at any time. */
  step(): Promise<void>
  close(): void
}

const PLACE_DIGITS = 16

/**
 * Opens the group, or founds it with a new key where the folder is empty.
 * @throws AppError of the database and the key file, collector-group-changed (the configuration is not the one the group
 *   was founded with); FormatError for parameters that no household would join.
 */
export function openGroup(config: CollectorConfig, folder: string, clock: Clock): OpenGroup {
  makeFolder(folder, 0o700)
  const file = boardFile(folder)
  const key = keyFromFile(`${folder}/collector.key`, file)
  const database = openDatabase({ file, key, migrations: boardMigrations })
  try {
    const primitives = createPlatformPrimitives()
    const board = createSqliteBoardStore(database)
    const foundedBy = (seed: Uint8Array): GroupParameters => groupOfConfig(config, primitives.ed25519.publicKey(seed))
    const seed = board.found(
      () => systemRandom.bytes(32),
      (own) => encodeGroup(foundedBy(own))
    )
    const group = foundedBy(seed)
    const gid = groupId(primitives, group)
    const chained = chainBoard(board, { primitives, gid, group })
    const feed = createChangeFeed()
    const kernel = loadKernel()
    const work = createInProcessWork(kernel, systemRandom)
    const collector = createCollector({ primitives, clock, board: announced(chained, feed), gid, group, work, seed })
    return {
      name: group.name,
      place: placeOf(gid),
      routes: collectorRoutes(collector, group, feed),
      feed,
      isSlow: isSlow(kernel),
      invitation: (address, pin) => encodeInvitation({ group, address, operator: config.operator, pin }),
      step: () => collector.step(),
      close: () => {
        database.close()
      }
    }
  } catch (error) {
    database.close()
    throw error
  }
}

export function placeOf(gid: Uint8Array): string {
  return toHex(gid).slice(0, PLACE_DIGITS)
}

/** Says of every addition that there is one, once it is on disk: a transaction is over before the next task begins. */
function announced(board: BoardStore, feed: ChangeFeed): BoardStore {
  const additions = Object.entries(board).filter(([name]) => name.startsWith('add'))
  const telling = additions.map(([name, add]) => [
    name,
    (...args: readonly unknown[]) => {
      ;(add as (...args: readonly unknown[]) => void)(...args)
      setImmediate(() => {
        feed.added()
      })
    }
  ])
  return { ...board, ...(Object.fromEntries(telling) as Partial<BoardStore>) }
}
