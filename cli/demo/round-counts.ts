/** What became of a demo's rounds, seen from the own household and, where it can be counted twice, from the collector's board. */

import { keyFromFile } from '../../adapters/vault/key-file'
import { openDatabase } from '../../adapters/storage/database'
import type { RoundDay } from '../../app/contract'
import { toMilliwattHours } from '../../app/domain/energy'
import { SECONDS_PER_DAY, toUtcSeconds } from '../../app/domain/interval'
import { toHex } from '../../crypto'
import { boardMigrations, createSqliteBoardStore } from '../../services/collector/sqlite-board-store'
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
  /** Checked sums that equal the plain sum of the homes in them. */
  readonly sumsCorrect: number
  /** Checked sums that do not: none, ever. */
  readonly sumsWrongUndetected: number
  /** Names of homes that evidence accuses; two with a stroke between them where one of the two lied. */
  readonly blamed: readonly string[]
  /** Of these the ones that did nothing wrong. */
  readonly falselyBlamed: number
  /** Homes that sent one day under two rosters: none, ever. */
  readonly doubleSubmits: number
}

export type CountDeps = {
  readonly household: CliHousehold
  readonly span: DemoSpan
  readonly plan: NeighbourhoodOptions
  readonly loads: readonly Load[]
  /** Names of homes that cheat. */
  readonly disruptors: ReadonlySet<string>
  /** Meter of each member ever seen, by its key in hex. */
  readonly meters: ReadonlyMap<string, string>
  readonly collectorFolder: string
}

export async function countRounds(deps: CountDeps): Promise<RoundCounts> {
  const { household, span } = deps
  const counts = { held: 0, failed: 0, sumsCorrect: 0, sumsWrongUndetected: 0 }
  const failedWithReason: Record<string, number> = {}
  for (let utcDay = span.firstUtcDay; utcDay < span.firstUtcDay + span.roundDays; utcDay++) {
    const day = await household.app.procedures['rounds.day']({ utcDay })
    for (const { verified, sum, start } of roundsOf(day, deps)) {
      if (!verified || sum === null) {
        counts.failed += 1
        const reason = reasonOf(day)
        failedWithReason[reason] = (failedWithReason[reason] ?? 0) + 1
        continue
      }
      counts.held += 1
      if (sum === plainSum(day, start, deps)) counts.sumsCorrect += 1
      else counts.sumsWrongUndetected += 1
    }
  }
  return { ...counts, failedWithReason, ...(await blame(deps)), doubleSubmits: countDoubleSubmits(deps) }
}

type Round = { readonly start: number; readonly sum: number | null; readonly verified: boolean }

/** Every round of the day, whether the household has anything of it or not. */
function roundsOf({ intervals }: RoundDay, { plan }: CountDeps): readonly Round[] {
  const [first] = intervals
  const start = first ? first.start : 0
  return Array.from({ length: SECONDS_PER_DAY / plan.seconds }, (_, index) => {
    const round = intervals[index]
    return round ?? { start: start + index * plan.seconds, sum: null, verified: false }
  })
}

/** A day that is summed but for some rounds: the collector withheld what does not fit the meters. */
function reasonOf({ summary }: RoundDay): string {
  if (summary.phase === 'partly-verified') return 'disrupted'
  return summary.reason ?? summary.phase
}

/** Over the homes of the day's roster, and no others. */
function plainSum(day: RoundDay, start: number, { plan, loads, meters }: CountDeps): number {
  const inRoster = new Set(day.members.map(({ id, meterId }) => meterId ?? meters.get(id)))
  const total = planHouseholds(plan).reduce((sum, { meterId }, index) => {
    const load = loads[index]
    return load && inRoster.has(meterId) ? sum + load.energyAt(toUtcSeconds(start)).drawn : sum
  }, 0n)
  return toMilliwattHours(total, plan.unitExp)
}

async function blame({
  household,
  plan,
  meters,
  disruptors
}: CountDeps): Promise<Pick<RoundCounts, 'blamed' | 'falselyBlamed'>> {
  const names = new Map(planHouseholds(plan).map(({ meterId, name }) => [meterId, name]))
  const evidence = await household.app.procedures['rounds.evidence']({})
  const accused = new Map(
    evidence.map(({ party, members }) => {
      const who = members.map(({ id }) => names.get(meters.get(id) ?? '') ?? id.slice(0, 8)).sort()
      return [party === 'collector' ? 'collector' : who.join('/'), who] as const
    })
  )
  return {
    blamed: [...accused.keys()].sort(),
    falselyBlamed: [...accused.values()].filter((who) => !who.some((name) => disruptors.has(name))).length
  }
}

/** From what the collector holds: it would be the one to profit. */
function countDoubleSubmits({ collectorFolder, span }: CountDeps): number {
  const file = `${collectorFolder}/collector.db`
  const database = openDatabase({
    file,
    key: keyFromFile(`${collectorFolder}/collector.key`, file),
    migrations: boardMigrations
  })
  try {
    const board = createSqliteBoardStore(database)
    let double = 0
    for (let utcDay = span.firstUtcDay; utcDay < span.firstUtcDay + span.roundDays; utcDay++) {
      const seen = new Set<string>()
      for (const { rho } of board.rosters(utcDay)) {
        for (const { memberId } of board.submits(rho)) {
          const member = toHex(memberId)
          if (seen.has(member)) double += 1
          seen.add(member)
        }
      }
    }
    return double
  } finally {
    database.close()
  }
}
