import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { sumSubmissions } from '../../../app/rounds/aggregate'
import { encodePublishedDay } from '../../../app/rounds/messages/published-day'
import { signSum } from '../../../app/rounds/messages/sum'
import { inPlace, makeRosterDay, publishRoundDay, submitsOf } from '../../bench/stand/round-day'
import { primitives } from '../../support/rounds/test-meter'

test('the day that the bench publishes without pads is to the byte the one of true SUBMITs', async () => {
  const day = makeRosterDay(3)
  const submits = submitsOf(day).map(({ submit }) => submit)
  const { data, sum } = await sumSubmissions(
    { primitives, work: inPlace },
    day.group,
    day.rho,
    day.roster.enrols,
    submits
  )
  expect(sum.rounds.every(({ ok }) => ok)).toBe(true)
  const { published } = await publishRoundDay(day)
  expect(published).toEqual(encodePublishedDay(data, signSum(primitives, sum, day.collectorSeed)))
})

test('the bench measures no cryptography that remembers what it has computed', () => {
  const bench = path.resolve(import.meta.dirname, '../../bench')
  const files = ['rows', 'stand'].flatMap((folder) =>
    readdirSync(path.join(bench, folder)).map((name) => [folder, name])
  )
  const remembering = files.filter((parts) =>
    /\bprimitives\b[^;']*?from '[^']*\/(test-meter|remembering-primitives)'/u.test(
      readFileSync(path.join(bench, ...parts), 'utf8')
    )
  )
  expect(remembering).toEqual([])
})
