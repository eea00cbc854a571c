import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Player, type Sighting, granted, learnt, shownRoster } from '../../support/rounds/rank'
import { primitives } from '../../support/rounds/test-meter'
import { seededRandom } from '../../support/seeded-random'

const COUNT = 8
const ATTEMPTS = 3

function players(colluders: number): Player[] {
  const random = seededRandom(`live equivocation ${String(colluders)}`)
  return Array.from({ length: COUNT }, (_, index) => {
    const exchange = random.bytes(32)
    const exchangeKey = primitives.x25519.publicKey(exchange)
    const member = { memberId: random.bytes(32), meterKey: random.bytes(32), exchangeKey }
    return { exchange, honest: index >= colluders, member }
  })
}

/** What K does in one live interval: rosters per attempt, whom it shows which, and which ENDORSEs it hands on to whom. */
const equivocation = fc.record({
  colluders: fc.integer({ min: 0, max: 4 }),
  rosters: fc.array(fc.subarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 2 }), { minLength: 1, maxLength: 6 }),
  /** By attempt and player: which of the rosters with it is shown; the last choice is none. */
  shown: fc.array(fc.array(fc.nat({ max: 6 }), { minLength: COUNT, maxLength: COUNT }), {
    minLength: ATTEMPTS,
    maxLength: ATTEMPTS
  }),
  /** Whether a player that has everything sends its SUBMIT, or its box is off by then. */
  sends: fc.array(fc.boolean(), { minLength: COUNT, maxLength: COUNT })
})

type Equivocation = typeof equivocation extends fc.Arbitrary<infer Value> ? Value : never

/**
 * The rules of a live household: one ENDORSE an attempt, for the roster it was shown; armed by n ENDORSEs of that very
 * roster, of which colluders make as many as they like; from then on no other roster, and at most one SUBMIT. An ENDORSE
 * commits to pads and hides them perfectly: it is no equation over readings.
 */
function sightingsOf(cast: readonly Player[], { rosters, shown, sends }: Equivocation): Sighting[] {
  const made = rosters.map((indexes, attempt) =>
    shownRoster(
      indexes.map((index) => cast[index]!),
      attempt
    )
  )
  const armed = new Map<Player, Sighting>()
  for (const choices of shown) {
    const endorsed = cast.map((player, index) => {
      const mine = made.filter(({ players: members }) => members.includes(player))
      return armed.has(player) ? undefined : mine[choices[index]! % (mine.length + 1)]
    })
    cast.forEach((player, index) => {
      const roster = endorsed[index]
      const everybody = roster?.players.every((other) => !other.honest || endorsed[cast.indexOf(other)] === roster)
      if (roster && everybody) armed.set(player, { roster, player })
    })
  }
  return [...armed.values()].filter(({ player }) => sends[cast.indexOf(player)])
}

describe('what a collector of a live group that keeps everything learns', () => {
  it('is never more than granted, whatever it shows to whom in three attempts (300 equivocations)', () => {
    const seen = { sums: 0 }
    fc.assert(
      fc.property(equivocation, (lies) => {
        const cast = players(lies.colluders)
        const sightings = sightingsOf(cast, lies)
        const known = learnt(sightings, cast)
        expect(known).toEqual(granted(sightings, cast))
        const honest = cast.filter((player) => player.honest).length
        // A row with one reading in it is a reading: only where no other honest home was in that roster.
        for (const row of known) {
          const members = row.filter((entry) => entry !== 0n).length
          const alone = sightings.some(
            ({ roster, player }) => player.honest && roster.players.filter((other) => other.honest).length === 1
          )
          expect(members > 1 || alone || honest === 1).toBe(true)
        }
        seen.sums += known.length
      }),
      { numRuns: 300, seed: 5 }
    )
    // The property is about something: some of these intervals have sums.
    expect(seen.sums).toBeGreaterThan(20)
  })

  it('would be more if a household went on without all endorsements of the same roster and sent twice', () => {
    const cast = players(0)
    const small = shownRoster(cast.slice(1))
    const large = shownRoster(cast)
    const sightings = [small, large].flatMap((roster) => roster.players.map((player) => ({ roster, player })))
    expect(learnt(sightings, cast)).toContainEqual(cast.map((player) => (player === cast[0] ? 1n : 0n)))
  })
})
