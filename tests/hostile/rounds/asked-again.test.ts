import { describe, expect, it, vi } from 'vitest'
import { firstRoundOf } from '../../../app/rounds/epoch'
import { encodeEvidence, signedRosterOf } from '../../../app/rounds/evidence/evidence'
import { encodeAsk, signAsk } from '../../../app/rounds/messages/ask'
import { decodeDlist, signDlist } from '../../../app/rounds/messages/dlist'
import { decodeRoster, rosterHash } from '../../../app/rounds/messages/roster'
import { decodeSubmit, encodeSubmit, signSubmit } from '../../../app/rounds/messages/submit'
import { equalBytes, toHex, toScalar } from '../../../crypto'
import { cheating, live, maskedWith } from '../../support/rounds/lived-day'
import { thinnedRoster } from '../../support/rounds/lying-collector'
import type { TestHousehold } from '../../support/rounds/test-household'
import { FIRST_DAY } from '../../support/rounds/test-neighbourhood'
import { primitives, timeOf } from '../../support/rounds/test-meter'

vi.setConfig({ testTimeout: 120_000 })

/** A day with a round that failed, and a collector whose questions and findings about it are scripted from then on. */
async function scriptedBlame() {
  const script: { ask: Uint8Array | null; findings: readonly Uint8Array[] } = { ask: null, findings: [] }
  const answered = new Set<number>()
  const { all } = await live((neighbourhood) => ({
    connect:
      (collector) =>
      (...args) => ({
        ...cheating(neighbourhood, (submit) =>
          maskedWith(submit, ({ value, blinding }, round) => ({
            value: round === 0 ? toScalar(value + 5n) : value,
            blinding
          }))
        )(collector)(...args),
        ask: () => Promise.resolve(script.ask),
        findings: () => Promise.resolve(script.findings),
        dlist: (_, wire) => {
          answered.add(decodeDlist(wire).dlist.t)
          return Promise.resolve('accepted')
        }
      })
  }))
  const [posted] = all.board.rosters(FIRST_DAY)
  const [home] = all.households
  return { all, home: home!, rho: posted!.rho, first: firstRoundOf(all.group, FIRST_DAY), script, answered }
}

describe('R22: lies without end', () => {
  it('a member that signs ever new days is named, and fills no disk with what proves it', async () => {
    const { all } = await live(() => ({}))
    const [posted] = all.board.rosters(FIRST_DAY)
    const lie = (home: TestHousehold, times: number): string => {
      const { memberId, identity } = home.store.groups()[0]!
      const sent = all.board.submits(posted!.rho).find((one) => equalBytes(one.memberId, memberId))!
      const { submit } = decodeSubmit(sent.wire, 4)
      for (let firstCounter = 100; firstCounter < 100 + times; firstCounter++) {
        const other = signSubmit(primitives, { ...submit, firstCounter }, firstRoundOf(all.group, FIRST_DAY), identity)
        expect(all.collector.submit(encodeSubmit(other))).toBe('conflict')
      }
      return toHex(memberId)
    }
    const named = (): string[] => all.board.findings(posted!.rho).flatMap(({ accused }) => accused)
    const liar = lie(all.households.at(-1)!, 20)
    expect(named()).toEqual([liar, liar, liar, liar])
    const second = lie(all.households.at(-2)!, 1)
    expect(named(), 'who lies later is named as well').toEqual([liar, liar, liar, liar, second])
  })
})

describe('R13: questions without end', () => {
  it('a home answers for three rounds of a list, however often it is asked, and keeps 64 proofs of a day', async () => {
    const { all, home, rho, first, script, answered } = await scriptedBlame()
    const asked = async (rounds: readonly number[], by = all.seed, under = rho): Promise<number[]> => {
      script.ask = encodeAsk(signAsk(primitives, { rho: under, rounds }, by))
      await home.rounds.step()
      return [...answered].map((t) => t - first).sort((a, b) => a - b)
    }
    expect(await asked([first], home.store.groups()[0]!.identity)).toEqual([])
    expect(await asked([first], all.seed, all.gid)).toEqual([])
    expect(await asked([first - 1, first])).toEqual([])
    expect(await asked([first + 3, first + 4])).toEqual([])
    expect(await asked([first + 1])).toEqual([1])
    expect(await asked([first, first + 2, first + 3])).toEqual([0, 1, 2])
    expect(await asked([first + 3])).toEqual([0, 1, 2])

    // No more evidence is kept of a day than its limit, however much of it is true.
    const { memberId, identity } = all.households.at(-1)!.store.groups()[0]!
    const roster = signedRosterOf(home.store.roster(all.gid, rho)!.signed)
    const lists = Array.from({ length: 61 }, (_, index) =>
      signDlist(primitives, { rho, memberId, t: first, padCommitments: [new Uint8Array(32).fill(index)] }, identity)
    )
    // One statement twice contradicts nothing, whoever calls it evidence.
    const nothing = { kind: 'two-statements', statements: [lists[0]!, lists[0]!] } as const
    // Two statements under another list of the same day are true, and not about this one.
    const other = thinnedRoster(all, decodeRoster(all.board.rosters(FIRST_DAY)[0]!.wire), (index) => index > 0)
    const [one, two] = [1, 2].map((byte) =>
      signDlist(
        primitives,
        {
          ...{ rho: rosterHash(primitives, other.body), memberId, t: first },
          padCommitments: [new Uint8Array(32).fill(byte)]
        },
        identity
      )
    )
    const elsewhere = { kind: 'two-statements', statements: [one!, two!] } as const
    script.findings = [
      encodeEvidence({ group: all.group, roster, claim: nothing }),
      encodeEvidence({ group: all.group, roster: other, claim: elsewhere })
    ]
    await home.rounds.step()
    expect(home.store.evidence(all.gid)).toEqual([])
    const contradictions = lists
      .slice(1)
      .map((list) =>
        encodeEvidence({ group: all.group, roster, claim: { kind: 'two-statements', statements: [lists[0]!, list] } })
      )
    for (let step = 0; step < 3; step++) {
      script.findings = contradictions.slice(30 * step, 30 * step + 60)
      all.clock.set(timeOf(FIRST_DAY + 4, 600 + step))
      await home.rounds.step()
    }
    expect(home.store.evidence(all.gid)).toHaveLength(60)
    const turned = lists
      .slice(2)
      .map((list) =>
        encodeEvidence({ group: all.group, roster, claim: { kind: 'two-statements', statements: [lists[1]!, list] } })
      )
    script.findings = turned
    await home.rounds.step()
    await home.rounds.step()
    expect(home.store.evidence(all.gid)).toHaveLength(64)
  })
})
