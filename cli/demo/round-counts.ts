/** What became of a demo's rounds: seen from the own household and in the databases of all others, held against the loads, the collector's board and what left every home. */

import { existsSync, readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { keyFromFile } from '../../adapters/vault/key-file'
import { openDatabase } from '../../adapters/storage/database'
import { AppError } from '../../app/app-error'
import type { RoundDay } from '../../app/contract'
import { toMilliwattHours } from '../../app/domain/energy'
import { SECONDS_PER_DAY, startOfUtcDay } from '../../app/domain/interval'
import { decodeEnrol } from '../../app/rounds/messages/enrol'
import { decodeRoster } from '../../app/rounds/messages/roster'
import { toHex } from '../../crypto'
import type { BoardStore, PostedRoster } from '../../services/collector/board-store'
import { boardMigrations, createSqliteBoardStore } from '../../services/collector/sqlite-board-store'
import { NOTES_FILE, otherSubmits } from '../../services/household/note-submits'
import type { Load } from '../../services/load-generator/load'
import { type NeighbourhoodOptions, type PlannedHousehold, planHouseholds } from '../../services/neighbourhood/plan'
import type { CliHousehold } from '../open-cli-household'
import { type MeteredLoad, type PlainSums, plainSums, sumsCheckedIn, wrongRounds } from './checked-sums'
import type { DemoSpan } from './demo-span'

export type RoundCounts = {
  /** Rounds whose sum this home has checked. */
  readonly held: number
  readonly failed: number
  /** By reason, a code; together as many as `failed`. */
  readonly failedWithReason: Readonly<Record<string, number>>
  /** Those of which every home that has checked the sum has the plain sum of the homes in it. */
  readonly sumsCorrect: number
  /** Rounds of which some home, this one or another, took a wrong sum for right: none, ever. */
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
    const homes = planHouseholds(deps.plan)
    const plainSumOf = plainSums(board, meteredLoads(homes, deps))
    const held: number[] = []
    const others = await foldersOfOthers(homes, deps)
    const wrong = new Set<number>(wrongRounds(others.flatMap(sumsCheckedIn), plainSumOf))
    const failedWithReason: Record<string, number> = {}
    let failed = 0
    for (let utcDay = span.firstUtcDay; utcDay < span.firstUtcDay + span.roundDays; utcDay++) {
      const day = await household.app.procedures['rounds.day']({ utcDay })
      for (const round of roundsOf(day, deps)) {
        if (!round.verified || round.sum === null) {
          failed += 1
          const reason = reasonOf(day, round, deps)
          failedWithReason[reason] = (failedWithReason[reason] ?? 0) + 1
          continue
        }
        held.push(round.start)
        if (round.sum !== ownPlainSum(board, round.start, homes, plainSumOf, deps)) wrong.add(round.start)
      }
    }
    const sumsCorrect = held.filter((start) => !wrong.has(start)).length
    const counts = { held: held.length, failed, failedWithReason, sumsCorrect, sumsWrongUndetected: wrong.size }
    const blamed = await blame(board, deps)
    const doubleSubmits = Math.max(doubleOnBoard(board, deps), await doubleOnTheWay(deps))
    return { ...counts, ...blamed, doubleSubmits }
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

/** Of the list that was summed with the own home in it; null where there is none. */
function ownPlainSum(
  board: BoardStore,
  start: number,
  [own]: readonly PlannedHousehold[],
  plainSumOf: PlainSums,
  deps: CountDeps
): number | null {
  const summed = board
    .rosters(epochOf(start, deps))
    .filter(({ rho }) => board.published(rho) !== null)
    .find(({ wire }) => decodeRoster(wire).enrols.some(({ enrol }) => enrol.meterId === own?.meterId))
  const total = summed ? plainSumOf(summed.rho, start) : null
  return total === null ? null : toMilliwattHours(total, deps.plan.unitExp)
}

function meteredLoads(homes: readonly PlannedHousehold[], { loads }: CountDeps): MeteredLoad[] {
  return homes.flatMap(({ meterId }, index) => {
    const load = loads[index]
    return load ? [{ meterId, load }] : []
  })
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
  const folders = [stateFolder, ...(await foldersOfHomes(stateFolder))]
  const files = folders.map((folder) => path.join(folder, NOTES_FILE)).filter(existsSync)
  return files.reduce((sum, file) => sum + otherSubmits(readFileSync(file, 'utf8')), 0)
}

/** @throws AppError simulation-failed { name } for a home that left nothing to look at. */
async function foldersOfOthers(
  homes: readonly PlannedHousehold[],
  { stateFolder }: CountDeps
): Promise<readonly string[]> {
  const folders = await foldersOfHomes(stateFolder)
  return homes
    .filter(({ isOwn }) => !isOwn)
    .map(({ name }) => {
      const folder = folders.find((one) => path.basename(one) === name)
      if (folder === undefined) throw new AppError('simulation-failed', { name })
      return folder
    })
}

/** Of the homes that the services host. */
async function foldersOfHomes(stateFolder: string): Promise<readonly string[]> {
  const processes = (await readdir(stateFolder)).filter((name) => name.startsWith('households-'))
  return (await Promise.all(processes.map((name) => foldersIn(path.join(stateFolder, name))))).flat()
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
