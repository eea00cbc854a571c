/** What became of a demo's rounds: seen from the own household, held against the loads, the collector's board and what left every home. */

import { existsSync, readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { keyFromFile } from '../../adapters/vault/key-file'
import { openDatabase } from '../../adapters/storage/database'
import type { RoundDay } from '../../app/contract'
import { toMilliwattHours } from '../../app/domain/energy'
import { SECONDS_PER_DAY, startOfUtcDay, toUtcSeconds } from '../../app/domain/interval'
import { decodeEnrol } from '../../app/rounds/messages/enrol'
import { decodeRoster } from '../../app/rounds/messages/roster'
import { toHex } from '../../crypto'
import type { BoardStore, PostedRoster } from '../../services/collector/board-store'
import { boardMigrations, createSqliteBoardStore } from '../../services/collector/sqlite-board-store'
import { NOTES_FILE, otherSubmits } from '../../services/household/note-submits'
import type { Load } from '../../services/load-generator/load'
import { type NeighbourhoodOptions, planHouseholds } from '../../services/neighbourhood/plan'
import type { CliHousehold } from '../open-cli-household'
import type { DemoSpan } from './demo-span'

export type RoundCounts = {
  /** Rounds whose sum this home has checked. */
  readonly held: number
  readonly failed: number
  /** By reason, a code; together as many as `failed`. */
  readonly failedWithReason: Readonly<Record<string, number>>
  /** Of the sums that this home has checked, those that equal the plain sum of the homes in them. */
  readonly sumsCorrect: number
  /** Those that do not: none, ever. What other homes have checked is not looked at: all members check the same published bytes. */
  readonly sumsWrongUndetected: number
  /** Names of homes that evidence accuses, here or on the collector's board; two with a stroke between them where one of the two lied. */
  readonly blamed: readonly string[]
  /** Of these the ones that did nothing wrong. */
  readonly falselyBlamed: number
  /** How often a home sent a day under two rosters, or in two forms: never. */
  readonly doubleSubmits: number
}

export type CountDeps = {
  readonly household: CliHousehold
  readonly span: DemoSpan
  readonly plan: NeighbourhoodOptions
  readonly mode: 'batch' | 'live'
  /** Of a live demo: hours with rounds. */
  readonly hours: number
  readonly loads: readonly Load[]
  /** Names of homes that cheat. */
  readonly disruptors: ReadonlySet<string>
  /** Of all services. */
  readonly stateFolder: string
}

export async function countRounds(deps: CountDeps): Promise<RoundCounts> {
  return withBoard(deps, async (board) => {
    const { household, span } = deps
    const counts = { held: 0, failed: 0, sumsCorrect: 0, sumsWrongUndetected: 0 }
    const failedWithReason: Record<string, number> = {}
    for (let utcDay = span.firstUtcDay; utcDay < span.firstUtcDay + span.roundDays; utcDay++) {
      const day = await household.app.procedures['rounds.day']({ utcDay })
      for (const round of roundsOf(day, deps)) {
        if (!round.verified || round.sum === null) {
          counts.failed += 1
          const reason = reasonOf(day, round, deps)
          failedWithReason[reason] = (failedWithReason[reason] ?? 0) + 1
          continue
        }
        counts.held += 1
        if (round.sum === plainSum(board, round.start, deps)) counts.sumsCorrect += 1
        else counts.sumsWrongUndetected += 1
      }
    }
    const blamed = await blame(board, deps)
    const doubleSubmits = Math.max(doubleOnBoard(board, deps), await doubleOnTheWay(deps))
    return { ...counts, failedWithReason, ...blamed, doubleSubmits }
  })
}

type Round = Pick<RoundDay['intervals'][number], 'start' | 'sum' | 'verified' | 'reason'>

/** Every round of the day, whether the household has anything of it or not. */
function roundsOf({ intervals, summary }: RoundDay, { plan, mode, hours, span }: CountDeps): readonly Round[] {
  const end = startOfUtcDay(span.firstUtcDay) + hours * 3600
  const wanted = mode === 'live' ? Math.min(SECONDS_PER_DAY, end - summary.start) : SECONDS_PER_DAY
  return Array.from(
    { length: wanted / plan.seconds },
    (_, index) =>
      intervals[index] ?? { start: summary.start + index * plan.seconds, sum: null, verified: false, reason: null }
  )
}

/** A batch day that is summed but for some rounds: the collector withheld what does not fit the meters. */
function reasonOf({ summary }: RoundDay, { reason }: Round, { mode }: CountDeps): string {
  if (mode === 'live') return reason ?? (summary.phase === 'false-sum' ? summary.phase : 'not-in-a-sum')
  if (summary.phase === 'partly-verified') return 'disrupted'
  return summary.reason ?? summary.phase
}

/** Over the homes of the list that was summed with the own one in it, and no others. */
function plainSum(board: BoardStore, start: number, deps: CountDeps): number {
  const { plan, loads } = deps
  const own = planHouseholds(plan)[0]?.meterId
  const summed = board
    .rosters(epochOf(start, deps))
    .filter(({ rho }) => board.published(rho) !== null)
    .map(({ wire }) => new Set(decodeRoster(wire).enrols.map(({ enrol }) => enrol.meterId as string)))
    .find((meters) => own !== undefined && meters.has(own))
  const total = planHouseholds(plan).reduce((sum, { meterId }, index) => {
    const load = loads[index]
    return load && summed?.has(meterId) ? sum + load.energyAt(toUtcSeconds(start)).drawn : sum
  }, 0n)
  return toMilliwattHours(total, plan.unitExp)
}

/** A batch roster is of a day, a live one of an interval. */
function epochOf(start: number, { mode, plan }: CountDeps): number {
  return Math.floor(start / (mode === 'live' ? plan.seconds : SECONDS_PER_DAY))
}

async function blame(board: BoardStore, deps: CountDeps): Promise<Pick<RoundCounts, 'blamed' | 'falselyBlamed'>> {
  const { household, plan, disruptors } = deps
  const names = new Map(planHouseholds(plan).map(({ meterId, name }) => [meterId, name]))
  const members = new Map(
    board
      .enrolments()
      .map(decodeEnrol)
      .map(({ enrol }) => [toHex(enrol.memberId), names.get(enrol.meterId) ?? ''])
  )
  const evidence = await household.app.procedures['rounds.evidence']({})
  const found = rostersOf(board, deps).flatMap(({ rho }) => board.findings(rho).map(({ accused }) => accused))
  const named = [...evidence.map(({ members: ids }) => ids.map(({ id }) => id)), ...found]
  const accused = new Map(
    named.map((ids) => {
      const who = ids.map((id) => members.get(id) ?? id.slice(0, 8)).sort()
      return [ids.length === 0 ? 'collector' : who.join('/'), who] as const
    })
  )
  return {
    blamed: [...accused.keys()].sort(),
    falselyBlamed: [...accused.values()].filter((who) => !who.some((name) => disruptors.has(name))).length
  }
}

/** From what the collector holds: it would be the one to profit. */
function doubleOnBoard(board: BoardStore, deps: CountDeps): number {
  const sent = rostersOf(board, deps).flatMap(({ rho, utcDay }) =>
    board.submits(rho).map(({ memberId }) => `${String(utcDay)} ${toHex(memberId)}`)
  )
  return sent.length - new Set(sent).size
}

/** From what left every home, taken by the collector or not. */
async function doubleOnTheWay({ stateFolder }: CountDeps): Promise<number> {
  const processes = (await readdir(stateFolder)).filter((name) => name.startsWith('households-'))
  const homes = await Promise.all(processes.map((name) => foldersIn(path.join(stateFolder, name))))
  const files = [stateFolder, ...homes.flat()].map((folder) => path.join(folder, NOTES_FILE)).filter(existsSync)
  return files.reduce((sum, file) => sum + otherSubmits(readFileSync(file, 'utf8')), 0)
}

async function foldersIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  return entries.flatMap((entry) => (entry.isDirectory() ? [path.join(folder, entry.name)] : []))
}

function rostersOf(board: BoardStore, deps: CountDeps): readonly PostedRoster[] {
  const { span } = deps
  const from = epochOf(startOfUtcDay(span.firstUtcDay), deps)
  const to = epochOf(startOfUtcDay(span.firstUtcDay + span.roundDays), deps)
  return Array.from({ length: to - from }, (_, index) => board.rosters(from + index)).flat()
}

async function withBoard<Value>(
  { stateFolder }: CountDeps,
  work: (board: BoardStore) => Promise<Value>
): Promise<Value> {
  const file = path.join(stateFolder, 'collector', 'collector.db')
  const key = keyFromFile(path.join(stateFolder, 'collector', 'collector.key'), file)
  const database = openDatabase({ file, key, migrations: boardMigrations })
  try {
    return await work(createSqliteBoardStore(database))
  } finally {
    database.close()
  }
}
