import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Player, type ShownRoster, type Sighting, granted, learnt, shownRoster } from '../../support/rounds/rank'
import { primitives } from '../../support/rounds/test-meter'
import { seededRandom } from '../../support/seeded-random'

function players(seed: string, count: number, colluders: number): Player[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, (_, index) => {
    const exchange = random.bytes(32)
    const exchangeKey = primitives.x25519.publicKey(exchange)
    return {
      exchange,
      honest: index >= colluders,
      member: { memberId: random.bytes(32), meterKey: random.bytes(32), exchangeKey }
    }
  })
}

const all = players('players', 7, 0)

describe('what a collector that keeps everything learns', () => {
  it('is the sum of all once all have submitted, and nothing else', () => {
    const roster = shownRoster(all)
    const sightings = roster.players.map((player) => ({ roster, player }))
    expect(learnt(sightings, all)).toEqual([all.map(() => 1n)])
  })

  it('is nothing at all while any one is missing', () => {
    const roster = shownRoster(all)
    fc.assert(
      fc.property(fc.subarray([...roster.players], { maxLength: all.length - 1 }), (submitted) => {
        expect(
          learnt(
            submitted.map((player) => ({ roster, player })),
            all
          )
        ).toEqual([])
      }),
      { numRuns: 60 }
    )
  })

  it('is the sum over the honest ones when all others work for it', () => {
    const mixed = players('mixed', 7, 5)
    const roster = shownRoster(mixed)
    const honest = mixed.map(({ honest }) => (honest ? 1n : 0n))
    expect(
      learnt(
        roster.players.map((player) => ({ roster, player })),
        mixed
      )
    ).toEqual([honest])
  })

  it('can be a single reading only where a household is the only honest one: why companions are needed', () => {
    const alone = players('alone', 7, 6)
    const roster = shownRoster(alone)
    expect(learnt([{ roster, player: alone[6]! }], alone)).toEqual([[0n, 0n, 0n, 0n, 0n, 0n, 1n]])
  })

  it('is never more than granted, whatever rosters it shows to whom, as long as rule W holds (300 equivocations)', () => {
    const equivocation = fc.record({
      colluders: fc.integer({ min: 0, max: 4 }),
      rosters: fc.array(fc.subarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 2 }), { minLength: 1, maxLength: 6 }),
      /** For each player: which of the rosters with it is shown first, and whether it answers at all. */
      choices: fc.array(fc.nat({ max: 6 }), { minLength: 8, maxLength: 8 })
    })
    fc.assert(
      fc.property(equivocation, ({ colluders, rosters, choices }) => {
        const cast = players(`equivocation ${String(colluders)}`, 8, colluders)
        const shown: ShownRoster[] = rosters.map((indexes, attempt) =>
          shownRoster(
            indexes.map((index) => cast[index]!),
            attempt
          )
        )
        const sightings = cast.flatMap((player, index): Sighting[] => {
          const mine = shown.filter(({ players: members }) => members.includes(player))
          // Rule W: under one roster, or none.
          const roster = mine[choices[index]! % (mine.length + 1)]
          return roster ? [{ roster, player }] : []
        })
        expect(learnt(sightings, cast)).toEqual(granted(sightings, cast))
      }),
      { numRuns: 300, seed: 3 }
    )
  })

  it('would be more without rule W: two rosters that differ by one household', () => {
    const [first, ...rest] = all as [Player, ...Player[]]
    const small = shownRoster(rest)
    const large = shownRoster(all)
    const sightings = [
      ...small.players.map((player) => ({ roster: small, player })),
      ...large.players.map((player) => ({ roster: large, player }))
    ]
    expect(learnt(sightings, all)).toContainEqual(all.map((player) => (player === first ? 1n : 0n)))
  })
})
