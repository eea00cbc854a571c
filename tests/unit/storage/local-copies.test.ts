import { readdirSync, utimesSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { createLocalCopies } from '../../../adapters/backup/local-copies'
import { toUtcSeconds } from '../../../app/domain/interval'
import { temporaryFolder } from '../../support/temporary-folder'
import { testDatabase } from '../../support/test-database'

const DAY = 86_400
const TODAY = 1_780_000_000
const YEARS_AHEAD = TODAY + 3650 * DAY

/** Copies whose files have the dates of the clock that they are made by. */
function copiesByClock() {
  const folder = path.join(temporaryFolder(), 'copies')
  const database = testDatabase()
  const copies = createLocalCopies(folder)
  return {
    names: () => readdirSync(folder).sort(),
    keep: (now: number): string => {
      const name = `daily-${new Date(now * 1000).toISOString().slice(0, 10).replaceAll('-', '')}`
      copies.keepDaily(database, toUtcSeconds(now))
      if (readdirSync(folder).includes(`${name}.db`)) utimesSync(path.join(folder, `${name}.db`), now, now)
      return `${name}.db`
    }
  }
}

describe('daily copies', () => {
  it('go on after the clock was years ahead for more than a week', () => {
    const { keep, names } = copiesByClock()
    for (let day = 0; day < 9; day++) keep(YEARS_AHEAD + day * DAY)
    const made = Array.from({ length: 7 }, (_, day) => keep(TODAY + day * DAY))
    expect(names()).toEqual(made)
  })

  it('are made while the clock is years behind, too', () => {
    const { keep, names } = copiesByClock()
    for (let day = 0; day < 7; day++) keep(TODAY + day * DAY)
    const made = keep(TODAY - 3650 * DAY)
    expect(names()).toContain(made)
    expect(names()).toHaveLength(7)
  })
})
