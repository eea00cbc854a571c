/**
 * What a collector that keeps everything can learn, as linear algebra: each masked number it holds is one equation
 * over the readings and the pads. Pads are told apart by their seeds, which the real code makes.
 */

import { signedSeeds } from '../../../app/rounds/mask-day'
import type { RosterMember } from '../../../app/rounds/messages/roster'
import { concatBytes, toHex } from '../../../crypto'
import { primitives } from './test-meter'

const PRIME = 2_147_483_647n

/** A member as the protocol sees it. */
export type Player = { readonly member: RosterMember; readonly exchange: Uint8Array; readonly honest: boolean }

/** A roster as the collector shows it; its hash stands for rho. */
export type ShownRoster = { readonly rho: Uint8Array; readonly players: readonly Player[] }

/** Somebody submitted under a roster. */
export type Sighting = { readonly roster: ShownRoster; readonly player: Player }

/** @param attempt two rosters of the same people are two rosters. */
export function shownRoster(players: readonly Player[], attempt = 1): ShownRoster {
  const sorted = [...players].sort((a, b) => (toHex(a.member.memberId) < toHex(b.member.memberId) ? -1 : 1))
  const entries = sorted.flatMap(({ member }) => [member.memberId, member.exchangeKey])
  const rho = primitives.sha256(concatBytes(Uint8Array.of(attempt), ...entries))
  return { rho, players: sorted }
}

/**
 * Combinations of the honest readings that can be computed from what was submitted and from what the colluders know,
 * in reduced row echelon form; one column for each player of `readings`.
 */
export function learnt(sightings: readonly Sighting[], readings: readonly Player[]): bigint[][] {
  const pads = new Map<string, number>()
  const equations = sightings
    .filter(({ player }) => player.honest)
    .map((sighting) => equationOf(sighting, readings, pads))
  const width = pads.size
  const rows = equations.map(({ values, terms }) => {
    const row = new Array<bigint>(width + readings.length).fill(0n)
    for (const [column, sign] of terms) row[column] = modulo((row[column] ?? 0n) + BigInt(sign))
    values.forEach((value, index) => (row[width + index] = value))
    return row
  })
  return echelon(rows)
    .filter((row) => row.slice(0, width).every((entry) => entry === 0n))
    .map((row) => row.slice(width))
}

/** The sums over all honest members of those rosters under which all of them submitted: what the protocol gives. */
export function granted(sightings: readonly Sighting[], readings: readonly Player[]): bigint[][] {
  const complete = [...new Set(sightings.map(({ roster }) => roster))].filter((roster) =>
    roster.players
      .filter(({ honest }) => honest)
      .every((player) => sightings.some((seen) => seen.roster === roster && seen.player === player))
  )
  return echelon(
    complete.map((roster) => readings.map((player) => (player.honest && roster.players.includes(player) ? 1n : 0n)))
  )
}

function equationOf(
  { roster, player }: Sighting,
  readings: readonly Player[],
  pads: Map<string, number>
): { values: bigint[]; terms: [number, number][] } {
  const { memberId } = player.member
  const members = roster.players.map(({ member }) => member)
  const others = roster.players.filter((other) => other !== player)
  const seeds = signedSeeds(primitives, { members }, roster.rho, memberId, player.exchange)
  const terms = seeds.flatMap(({ seed, sign }, index): [number, number][] => {
    // A colluder hands its seeds over: those pads are known and fall out of the equation.
    if (!others[index]?.honest) return []
    const name = toHex(seed)
    const column = pads.get(name) ?? pads.size
    pads.set(name, column)
    return [[column, sign]]
  })
  return { values: readings.map((other) => (other === player ? 1n : 0n)), terms }
}

/** Reduced row echelon form modulo a prime, without rows of zeros. */
function echelon(matrix: readonly (readonly bigint[])[]): bigint[][] {
  const rows = matrix.map((row) => [...row])
  let done = 0
  for (let column = 0; column < (rows[0]?.length ?? 0); column++) {
    const pivot = rows.findIndex((row, index) => index >= done && row[column] !== 0n)
    if (pivot < 0) continue
    const [found] = rows.splice(pivot, 1) as [bigint[]]
    const inverse = power(found[column] ?? 0n, PRIME - 2n)
    const unit = found.map((entry) => modulo(entry * inverse))
    rows.splice(done, 0, unit)
    rows.forEach((row, index) => {
      const factor = row[column] ?? 0n
      if (index === done || factor === 0n) return
      row.forEach((entry, at) => (row[at] = modulo(entry - factor * (unit[at] ?? 0n))))
    })
    done += 1
  }
  return rows.slice(0, done)
}

function modulo(value: bigint): bigint {
  return ((value % PRIME) + PRIME) % PRIME
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n
  for (let factor = modulo(base), rest = exponent; rest > 0n; rest >>= 1n, factor = modulo(factor * factor)) {
    if (rest & 1n) result = modulo(result * factor)
  }
  return result
}
