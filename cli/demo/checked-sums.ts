/** The sums that homes of a demo took for right, and what they would have to be. */

import { openDatabase } from '../../adapters/storage/database'
import { createRoundStore } from '../../adapters/storage/round-store'
import { keyFromFile } from '../../adapters/vault/key-file'
import { type UtcSeconds, toUtcSeconds } from '../../app/domain/interval'
import { firstRoundOf } from '../../app/rounds/epoch'
import { decodeRoster } from '../../app/rounds/messages/roster'
import type { RoundStore } from '../../app/rounds/round-store'
import { toHex } from '../../crypto'
import type { BoardStore } from '../../services/collector/board-store'
import type { Load } from '../../services/load-generator/load'

export type CheckedSum = {
  readonly rho: Uint8Array
  readonly start: UtcSeconds
  /** In units of 10^-unitExp Wh. */
  readonly value: bigint
}

/** What was drawn in a round by all homes of a roster together; null for a roster that the collector never made. */
export type PlainSums = (rho: Uint8Array, start: number) => bigint | null

export type MeteredLoad = { readonly meterId: string; readonly load: Load }

/** Longer than any demo. */
const ALL_DAYS = 1000

/** From the database of a home that has ended; its key lies beside it. @throws AppError of the database and the key file. */
export function sumsCheckedIn(folder: string): readonly CheckedSum[] {
  const file = `${folder}/household.db`
  const database = openDatabase({ file, key: keyFromFile(`${folder}/household.key`, file) })
  try {
    return sumsCheckedBy(createRoundStore(database))
  } finally {
    database.close()
  }
}

export function sumsCheckedBy(store: Pick<RoundStore, 'groups' | 'days' | 'roundsBetween'>): readonly CheckedSum[] {
  return store.groups().flatMap(({ gid, group }) => {
    const startOf = (t: number): UtcSeconds => toUtcSeconds(t * group.seconds)
    const days = store.days(gid, ALL_DAYS).flatMap((day) =>
      day.phase === 'summed'
        ? day.rounds.flatMap((round, index): CheckedSum[] => {
            const start = startOf(firstRoundOf(group, day.utcDay) + index)
            return round.state === 'verified' ? [{ rho: day.rho, start, value: round.value }] : []
          })
        : []
    )
    const live = store
      .roundsBetween(gid, 0, Number.MAX_SAFE_INTEGER)
      .flatMap((round): CheckedSum[] =>
        round.phase === 'summed' && round.value !== null
          ? [{ rho: round.rho, start: startOf(round.t), value: round.value }]
          : []
      )
    return [...days, ...live]
  })
}

/** @param loads of all homes there are. */
export function plainSums(board: Pick<BoardStore, 'roster'>, loads: readonly MeteredLoad[]): PlainSums {
  const rosters = new Map<string, readonly Load[] | null>()
  const sums = new Map<string, bigint | null>()
  const loadsIn = (rho: Uint8Array): readonly Load[] | null => {
    const posted = board.roster(rho)
    if (!posted) return null
    const meters = new Set<string>(decodeRoster(posted.wire).enrols.map(({ enrol }) => enrol.meterId))
    return loads.filter(({ meterId }) => meters.has(meterId)).map(({ load }) => load)
  }
  return (rho, start) => {
    const name = toHex(rho)
    const summed = remembered(rosters, name, () => loadsIn(rho))
    return remembered(
      sums,
      `${name} ${String(start)}`,
      () => summed && summed.reduce((sum, load) => sum + load.energyAt(toUtcSeconds(start)).drawn, 0n)
    )
  }
}

/** Starts of the rounds of which a wrong sum is among those that were taken for right. */
export function wrongRounds(checked: readonly CheckedSum[], plainSumOf: PlainSums): readonly UtcSeconds[] {
  return checked.filter(({ rho, start, value }) => plainSumOf(rho, start) !== value).map(({ start }) => start)
}

function remembered<Value>(known: Map<string, Value>, name: string, make: () => Value): Value {
  const value = known.has(name) ? (known.get(name) as Value) : make()
  known.set(name, value)
  return value
}
