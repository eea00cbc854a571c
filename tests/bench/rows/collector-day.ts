/** What a day of many groups costs one collector: every message taken, checked and written down, every sum published. */

import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { openDatabase } from '../../../adapters/storage/database'
import { faultOfSubmission, sumSubmissions } from '../../../app/rounds/aggregate'
import { encodeEnrol } from '../../../app/rounds/messages/enrol'
import { groupId } from '../../../app/rounds/messages/group-parameters'
import { encodeKeys } from '../../../app/rounds/messages/keys'
import { encodeSubmit } from '../../../app/rounds/messages/submit'
import { createCollector } from '../../../services/collector/collector'
import { boardMigrations, createSqliteBoardStore } from '../../../services/collector/sqlite-board-store'
import { timeOf } from '../../support/rounds/test-meter'
import type { BenchRow, Measurement } from '../bench-row'
import {
  type PublishedRoundDay,
  ROUND_DAY,
  type RosterDay,
  inPlace,
  makeRosterDay,
  publishRoundDay,
  submitsOf
} from '../stand/round-day'
import { cheapestOf } from '../stopwatch'
import { plainSumHolds } from '../yardsticks/plain-noble'
import { primitives } from '../stand/platform'

const MEMBERS = 20
/** 500 groups in ten minutes are promised, so ten in twelve seconds; each count is measured by itself to see it is linear. */
const COUNTS = [1, 5, 10]
const SECONDS_PER_GROUP = 600 / 500
const CHECKED_MEMBERS = [20, 50]
const CHECK_ROUNDS = 3

export const collectorDay: BenchRow = {
  name: 'collector-day',
  measure: async (_, wants) => {
    const days = COUNTS.some((count) => wants(`collector-day.groups-${count}`)) ? await measureDays() : []
    const checks: Measurement[] = []
    for (const size of CHECKED_MEMBERS.filter((one) => wants(`collector-day.check-${one}`))) {
      checks.push(await measureChecks(size))
    }
    return [...days, ...checks]
  }
}

async function measureDays(): Promise<Measurement[]> {
  const day = makeRosterDay(MEMBERS)
  const messages = messagesOf(day)
  const { sums, commitments } = await publishRoundDay(day)
  const measurements: Measurement[] = []
  for (const count of COUNTS) {
    const begun = performance.now()
    for (let group = 0; group < count; group++) await liveOneDay(day, messages)
    const value = (performance.now() - begun) / 1000
    const before = performance.now()
    checkPlainly(sums, commitments)
    measurements.push({
      ...{ id: `collector-day.groups-${count}`, what: `a collector's day, groups of ${MEMBERS}: ${count}`, value },
      ...{ unit: 's', limit: count * SECONDS_PER_GROUP, baseline: (count * (performance.now() - before)) / 1000 },
      against: 'the sums alone, each by itself, plain noble'
    })
  }
  return measurements
}

/** What the collector itself looks at, without its board: each SUBMIT as it comes, and what all of them add up to. */
async function measureChecks(size: number): Promise<Measurement> {
  const day = makeRosterDay(size)
  const { group, roster, rho } = day
  const submits = submitsOf(day)
  const { sums, commitments } = await publishRoundDay(day)
  const [value = 0, baseline = 0] = await cheapestOf(CHECK_ROUNDS, [
    async () => {
      if (submits.some((signed) => faultOfSubmission(primitives, group, roster, signed)))
        throw new Error('a true SUBMIT was refused')
      const all = submits.map(({ submit }) => submit)
      const { sum } = await sumSubmissions({ primitives, work: inPlace }, group, rho, roster.enrols, all)
      if (!sum.rounds.every(({ ok }) => ok)) throw new Error('a true sum was refused')
    },
    () => {
      checkPlainly(sums, commitments)
    }
  ])
  return {
    ...{ id: `collector-day.check-${size}`, what: `every SUBMIT and every sum of a day checked, group of ${size}` },
    ...{ value, unit: 'ms', limit: null, baseline, against: 'the sums alone, each by itself, plain noble' }
  }
}

function checkPlainly(sums: PublishedRoundDay['sums'], commitments: PublishedRoundDay['commitments']): void {
  sums.forEach((sum, round) => {
    if (!sum.ok || !plainSumHolds(commitments[round] ?? [], sum.value, sum.blinding)) throw new Error('a false sum')
  })
}

type Messages = {
  readonly enrols: readonly Uint8Array[]
  readonly keys: readonly { readonly memberId: Uint8Array; readonly wire: Uint8Array }[]
  readonly submits: readonly Uint8Array[]
}

function messagesOf(day: RosterDay): Messages {
  const { roster } = day
  return {
    enrols: roster.enrols.map(encodeEnrol),
    keys: roster.keys.map((signed, index) => ({
      memberId: roster.roster.members[index]?.memberId ?? new Uint8Array(32),
      wire: encodeKeys(signed)
    })),
    submits: submitsOf(day).map(encodeSubmit)
  }
}

/** A board of its own on the disk, as each group has one. */
async function liveOneDay({ group, rho, collectorSeed }: RosterDay, messages: Messages): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'wattveil-bench-'))
  const file = path.join(folder, 'collector.db')
  const database = openDatabase({ file, key: 'bench-key-of-thirty-two-characte', migrations: boardMigrations })
  try {
    const clock = { at: timeOf(ROUND_DAY), now: () => clock.at }
    const board = createSqliteBoardStore(database)
    const gid = groupId(primitives, group)
    const collector = createCollector({ primitives, clock, board, gid, group, work: inPlace, seed: collectorSeed })
    const taken = (receipt: string): void => {
      if (receipt !== 'taken') throw new Error(`the collector said ${receipt}`)
    }
    for (const wire of messages.enrols) taken(collector.enrol(wire))
    clock.at = timeOf(ROUND_DAY + 1, 600)
    for (const { memberId, wire } of messages.keys) taken(collector.keys(memberId, wire))
    clock.at = timeOf(ROUND_DAY + 2, 600)
    await collector.step()
    for (const wire of messages.submits) taken(collector.submit(wire))
    await collector.step()
    if (!collector.published(rho)) throw new Error('no sum was published')
  } finally {
    database.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
