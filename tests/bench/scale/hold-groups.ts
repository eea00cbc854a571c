/** One collector process that holds many groups at once, each with a board of its own on the disk, through one day. */

import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { openDatabase } from '../../../adapters/storage/database'
import { signRoster } from '../../../app/rounds/aggregate'
import { encodeEnrol } from '../../../app/rounds/messages/enrol'
import { groupId } from '../../../app/rounds/messages/group-parameters'
import { encodeKeys } from '../../../app/rounds/messages/keys'
import { rosterHash } from '../../../app/rounds/messages/roster'
import { encodeSubmit } from '../../../app/rounds/messages/submit'
import { splitReady } from '../../../app/rounds/split-ready'
import { chainBoard } from '../../../services/collector/chained-board'
import { type Collector, createCollector } from '../../../services/collector/collector'
import { boardMigrations, createSqliteBoardStore } from '../../../services/collector/sqlite-board-store'
import { timeOf } from '../../support/rounds/test-meter'
import { primitives } from '../stand/platform'
import { ROUND_DAY, type RosterDay, inPlace, makeRosterDay, submitsOf } from '../stand/round-day'

const KEY = 'bench-key-of-thirty-two-characte'

/** What the homes of a group send in a day, made once: to the collector each group's messages are as good as new. */
export type GroupDay = {
  readonly day: RosterDay
  readonly enrols: readonly Uint8Array[]
  readonly keys: readonly { readonly memberId: Uint8Array; readonly wire: Uint8Array }[]
  readonly submits: readonly Uint8Array[]
  /** Of the lists that the collector makes of them: one, or two halves from 65 on. */
  readonly rhos: readonly Uint8Array[]
}

export type DayCost = {
  readonly members: number
  readonly groups: number
  /** Time of the processor from the first KEYS to the last sum, in seconds; all on one thread. */
  readonly processorSeconds: number
  readonly seconds: number
  /** Memory of the process at the end of the day, all boards open, in bytes. */
  readonly residentBytes: number
}

export function makeGroupDay(members: number): GroupDay {
  const day = makeRosterDay(members)
  const lists = listsOf(day)
  return {
    day,
    rhos: lists.map(({ rho }) => rho),
    enrols: day.roster.enrols.map(encodeEnrol),
    keys: day.roster.keys.map((signed, index) => ({
      memberId: day.roster.roster.members[index]?.memberId ?? new Uint8Array(32),
      wire: encodeKeys(signed)
    })),
    submits: lists.flatMap((list) => submitsOf(list).map(encodeSubmit))
  }
}

/** The same lists that the collector will sign. */
function listsOf(day: RosterDay): readonly RosterDay[] {
  const { group, roster, members, collectorSeed } = day
  const ready = roster.enrols.flatMap((enrol, index) => {
    const keys = roster.keys[index]
    return keys ? [{ enrol, keys }] : []
  })
  const head = { gid: groupId(primitives, group), utcDay: ROUND_DAY, attempt: 1 }
  return splitReady(ready, group.minRoster, []).map((part) => {
    const signed = signRoster(primitives, head, part, [], collectorSeed)
    const own = signed.enrols.flatMap((enrol) => members[roster.enrols.indexOf(enrol)] ?? [])
    return { group, collectorSeed, roster: signed, rho: rosterHash(primitives, signed.body), members: own }
  })
}

/** @throws Error where a message is not taken or a sum is missing: then nothing was measured. */
export async function holdGroups(made: GroupDay, groups: number): Promise<DayCost> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'wattveil-scale-'))
  const clock = { at: timeOf(ROUND_DAY), now: () => clock.at }
  const open = Array.from({ length: groups }, (_, index) =>
    openBoard(made.day, path.join(folder, `${index}.db`), clock)
  )
  try {
    for (const { collector } of open) for (const wire of made.enrols) taken(collector.enrol(wire))
    const before = process.cpuUsage()
    const begun = performance.now()
    for (const { collector } of open) await liveOneDay(collector, made, clock)
    const { user, system } = process.cpuUsage(before)
    return {
      ...{ members: made.enrols.length, groups, processorSeconds: (user + system) / 1e6 },
      ...{ seconds: (performance.now() - begun) / 1000, residentBytes: process.memoryUsage().rss }
    }
  } finally {
    for (const { close } of open) close()
    rmSync(folder, { recursive: true, force: true })
  }
}

function openBoard(
  { group, collectorSeed }: RosterDay,
  file: string,
  clock: Parameters<typeof createCollector>[0]['clock']
): { readonly collector: Collector; readonly close: () => void } {
  const database = openDatabase({ file, key: KEY, migrations: boardMigrations })
  const gid = groupId(primitives, group)
  const board = chainBoard(createSqliteBoardStore(database), { primitives, gid, group })
  const collector = createCollector({ primitives, clock, board, gid, group, work: inPlace, seed: collectorSeed })
  return { collector, close: () => database.close() }
}

async function liveOneDay(
  collector: Collector,
  { rhos, keys, submits }: GroupDay,
  clock: { at: ReturnType<typeof timeOf> }
): Promise<void> {
  clock.at = timeOf(ROUND_DAY + 1, 600)
  for (const { memberId, wire } of keys) taken(collector.keys(memberId, wire))
  clock.at = timeOf(ROUND_DAY + 2, 600)
  await collector.step()
  for (const wire of submits) taken(collector.submit(wire))
  await collector.step()
  if (!rhos.every((rho) => collector.published(rho))) throw new Error('no sum was published')
}

function taken(receipt: string): void {
  if (receipt !== 'taken') throw new Error(`the collector said ${receipt}`)
}
