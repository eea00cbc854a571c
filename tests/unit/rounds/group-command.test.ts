/** `wattveil group` for a home that takes part: the neighbour it verifies, the rule by which it leaves, what it says of both. */

import { statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { evidenceCommand } from '../../../cli/commands/evidence'
import { groupCommand } from '../../../cli/commands/group'
import { toHex, toScalar } from '../../../crypto'
import { fastFolder } from '../../support/rounds/fast-folder'
import { cheating, live, maskedWith } from '../../support/rounds/lived-day'
import { LIVE_ROUND, inRound } from '../../support/rounds/live-interval'
import type { TestHousehold } from '../../support/rounds/test-household'
import { timeOf } from '../../support/rounds/test-meter'
import { FIRST_DAY, type Neighbourhood, createNeighbourhood } from '../../support/rounds/test-neighbourhood'
import { groupOf } from '../../support/rounds/views'
import { TEST_KEY } from '../../support/test-database'
import { type Ran, runCommand } from '../../support/run-command'

vi.setConfig({ testTimeout: 120_000 })

function wattveil(...argv: readonly string[]): Promise<Ran> {
  return runCommand([groupCommand], ['group', ...argv])
}

/** The home as the command line finds it: a folder with its database and key. */
function folderOf({ database }: TestHousehold): string {
  const folder = fastFolder()
  database.snapshot(join(folder, 'household.db'))
  writeFileSync(join(folder, 'household.key'), `${TEST_KEY}\n`, { mode: 0o600 })
  return folder
}

/** Homes that have seen a list with each other in it and verified nobody. */
async function strangers(mode: 'batch' | 'live'): Promise<Neighbourhood> {
  const all = createNeighbourhood({ seed: `group command ${mode}`, mode })
  for (const { rounds } of all.households) await rounds.join(all.invitation)
  all.households[0]!.rounds.acceptFewerCompanions(true)
  await all.stepAll(inRound(LIVE_ROUND, -600))
  await all.stepAll(inRound(LIVE_ROUND, 5))
  return all
}

describe('wattveil group', () => {
  it('verifies the neighbour whose digits or words are given, and nobody else; sets and tells when it leaves', async () => {
    const all = await strangers('live')
    const home = folderOf(all.households[0]!)
    const at = ['--household', home]
    const [neighbour, other] = (await groupOf(all.households[0]!)).members.filter(({ isMe }) => !isMe)
    const own = (await groupOf(all.households[0]!)).me
    const digits = neighbour!.safetyNumber.match(/.{5}/gu)!
    expect(await wattveil('verify', ...digits, ...at)).toMatchObject({
      code: 0,
      out: `It fits the home with meter ${neighbour!.meterId!}, which is verified now.\n`
    })
    const words = await wattveil('verify', other!.safetyWords.join(' '), ...at, '--json')
    expect(JSON.parse(words.out)).toEqual({ verified: other!.meterId, kept: false })
    // The own number, and one that no home has.
    expect((await wattveil('verify', own.safetyNumber, ...at)).code).toBe(1)
    expect((await wattveil('verify', '00000'.repeat(6), ...at)).out).toContain('It is kept')
    expect((await wattveil('show', ...at)).out).toContain('Numbers of neighbours that no list has named yet: 1.')
    expect((await wattveil('show', ...at)).out).toContain('\nIntervals sent: 0, without a sum: 0.')
    const wrong = await wattveil('verify', '12345', ...at)
    expect(wrong).toMatchObject({ code: 3, out: '' })
    expect((await wattveil('show', ...at)).out).toContain('Verified neighbours: 2 of 4 needed.')

    for (const percent of ['0', '101', '7.5', '-1', 'all']) {
      expect((await wattveil('leave-above', ...at, '--', percent)).code).toBe(3)
    }
    expect((await wattveil('leave-above', '35', ...at)).out).toBe(
      "Above 35 % of a week's intervals without a sum this home leaves the group by itself.\n"
    )
    const shown = await wattveil('show', ...at, '--json')
    expect(JSON.parse(shown.out)).toMatchObject({ leaveAbove: 35, companions: 2 })
    expect((await wattveil('leave-above', '100', ...at)).out).toContain('never leaves the group by itself')
  })

  it('knows no such rule in a group by the day, and says which group a home has left', async () => {
    const all = createNeighbourhood({ seed: 'group command batch', households: 1 })
    const [home] = all.households
    await home!.rounds.join(all.invitation)
    const before = await wattveil('leave-above', '35', '--household', folderOf(home!))
    expect(before.code).toBe(2)
    expect(before.err).toContain('Only a live group is left by itself')
    await home!.rounds.leave()
    const folder = folderOf(home!)
    expect((await wattveil('show', '--household', folder)).out).toMatch(
      /^This home left Lindenhof at \d{4}-\d\d-\d\dT[\d:.]+Z\.\nThis home is in no group\.\n$/u
    )
    const { left } = JSON.parse((await wattveil('show', '--household', folder, '--json')).out) as { left: unknown }
    expect(left).toEqual({ name: 'Lindenhof', at: all.clock.now(), told: true, byItself: null })
  })

  it('says that the collector could not be told of a home that has left, until it was', async () => {
    const all = createNeighbourhood({ seed: 'left while it was away', households: 1 })
    const [home] = all.households
    await home!.rounds.join(all.invitation)
    // At the address of the invitation nobody answers a command that runs by itself.
    const folder = folderOf(home!)
    const leaving = await wattveil('leave', '--household', folder, '--yes')
    expect(leaving.code).toBe(1)
    expect(leaving.out).toContain('Its collector could not be told yet')
    expect((await wattveil('show', '--household', folder)).out).toMatch(
      /^This home left .+\nIts collector could not be told/u
    )
  })

  it('tells who cheated, and writes the proof as a file that anybody checks', async () => {
    const { all } = await live((all) => ({
      connect: cheating(all, (submit) =>
        maskedWith(submit, ({ value, blinding }, round) => ({
          value: round === 0 ? toScalar(value + 5n) : value,
          blinding
        }))
      )
    }))
    const early = folderOf(all.households[0]!)
    expect((await wattveil('evidence', '--household', early)).out).toBe('Nobody is known to have cheated.\n')
    for (const day of [4, 5]) await all.stepAll(timeOf(FIRST_DAY + day, 600))
    const folder = folderOf(all.households[0]!)
    const cheat = toHex(all.households.at(-1)!.store.groups()[0]!.memberId)
    const told = await wattveil('evidence', '--household', folder)
    expect(told).toMatchObject({ code: 0, err: '' })
    expect(told.out).toMatch(
      new RegExp(
        `^2026-02-16, Lindenhof: the home with key ${cheat}\\. What it sent contradicts .+\\nWith --out DIR`,
        'u'
      )
    )
    const out = join(folder, 'new', 'proofs')
    const { files } = JSON.parse((await wattveil('evidence', '--household', folder, '--out', out, '--json')).out) as {
      files: string[]
    }
    expect(files.map((file) => basename(file))).toEqual([
      expect.stringMatching(/^cheated-2026-02-16-[0-9a-f]{8}\.wattveil$/u)
    ])
    expect(statSync(files[0]!).mode & 0o777).toBe(0o600)
    const checked = await runCommand([evidenceCommand], ['evidence', files[0]!, '--json'])
    expect([checked.code, (JSON.parse(checked.out) as { accused: unknown }).accused]).toEqual([0, [cheat]])
  })

  it('says that the home is paused and how it goes on, and goes on only when a person says so', async () => {
    const all = createNeighbourhood({ seed: 'paused', households: 1 })
    const [home] = all.households
    await home!.rounds.join(all.invitation)
    const { gid } = home!.store.groups()[0]!
    home!.store.changeGroup(gid, { paused: 'other-device' })
    const at = ['--household', folderOf(home!)]
    expect((await wattveil('show', ...at)).out).toMatch(/Paused: another PC .+ Until `wattveil group resume --yes`/u)
    expect((await wattveil('resume', ...at)).code).toBe(3)
    expect((await wattveil('show', ...at)).out).toContain('Paused:')
    expect(await wattveil('resume', ...at, '--yes')).toMatchObject({ code: 0, out: 'This home takes part again.\n' })
    expect((await wattveil('show', ...at)).out).not.toContain('Paused')
    expect((await wattveil('resume', ...at, '--yes')).out).toContain('was not paused')
  })
})
