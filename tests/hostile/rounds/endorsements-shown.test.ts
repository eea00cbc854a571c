import { describe, expect, it, vi } from 'vitest'
import { firstRoundOf } from '../../../app/rounds/epoch'
import { type EndorsementState, judgeEndorsements, makeEndorse } from '../../../app/rounds/live/endorse-roster'
import { type SignedEndorse, decodeEndorse, encodeEndorse, signEndorse } from '../../../app/rounds/messages/endorse'
import { encodeRoster } from '../../../app/rounds/messages/roster'
import { signSubmit } from '../../../app/rounds/messages/submit'
import { equalBytes, toHex } from '../../../crypto'
import { passesOnArrival } from '../../../services/collector/receive-live'
import {
  LIVE_ROUND as T,
  idOf,
  inRound,
  liveNeighbourhood,
  liveThrough,
  phasesIn,
  roundOf
} from '../../support/rounds/live-interval'
import { type Neighbourhood, createNeighbourhood, directTransport } from '../../support/rounds/test-neighbourhood'
import { createCell } from '../../support/rounds/memory/cell'
import { EMPTY_BOARD, createMemoryBoardStore } from '../../support/rounds/memory/memory-board-store'
import { primitives, timeOf } from '../../support/rounds/test-meter'
import { VECTOR_DAY, createCast, vectorWork } from '../../support/rounds/vector-cast'

vi.setConfig({ testTimeout: 120_000 })

const NO_POINT = new Uint8Array(32).fill(0xff)

describe('R3: endorsements that the collector shows', () => {
  it('count only with the signature of their member and for this very list, though their pads would cancel', async () => {
    const shown: { change: (wire: Uint8Array) => Uint8Array } = { change: (wire) => wire }
    const all: Neighbourhood = createNeighbourhood({
      ...{ seed: 'forged endorsements', mode: 'live' },
      connect: (collector) => () => {
        const honest = directTransport(collector)
        return {
          ...honest,
          endorsements: async (t, rho) => {
            const { memberId } = all.households.at(-1)!.store.groups()[0]!
            const wires = await honest.endorsements(t, rho)
            return wires.map((wire) =>
              equalBytes(decodeEndorse(wire).endorse.memberId, memberId) ? shown.change(wire) : wire
            )
          }
        }
      }
    })
    await all.join()
    const last = all.households.at(-1)!
    const others = (t: number): string[] => phasesIn(all, t).slice(0, -1)
    const nobody = Array.from({ length: 9 }, () => 'ended: endorsements-missing')
    shown.change = (wire) => encodeEndorse({ ...decodeEndorse(wire), signature: new Uint8Array(64).fill(3) })
    await liveThrough(all, T, 3)
    expect(others(T)).toEqual(nobody)
    shown.change = (wire) => {
      const other = { ...decodeEndorse(wire).endorse, rho: new Uint8Array(32).fill(7) }
      return encodeEndorse(signEndorse(primitives, other, last.store.groups()[0]!.identity))
    }
    await liveThrough(all, T + 1, 3)
    expect(others(T + 1)).toEqual(nobody)
    expect(
      all.board.submits(all.board.rosters(T + 1)[0]!.rho).map(({ memberId }) => Buffer.from(memberId).toString('hex'))
    ).toEqual([idOf(last)])
  })

  it('after its attempt has ended arm no home, though they are all there', async () => {
    const told = { late: true }
    const all = await liveNeighbourhood({
      seed: 'late endorsements',
      connect: (collector) => () => {
        const honest = directTransport(collector)
        return { ...honest, endorsements: (t, rho) => (told.late ? Promise.resolve([]) : honest.endorsements(t, rho)) }
      }
    })
    for (const at of [-600, 5, 60]) await all.stepAll(inRound(T, at))
    expect(new Set(phasesIn(all, T))).toEqual(new Set(['endorsed']))
    told.late = false
    const [early, late] = all.households
    all.clock.set(inRound(T, 239))
    await early!.rounds.step()
    all.clock.set(inRound(T, 240))
    await late!.rounds.step()
    expect(roundOf(early!, T)).toMatchObject({ phase: 'armed' })
    expect(roundOf(late!, T)).toMatchObject({ phase: 'offered', reason: 'endorsements-missing' })
  })

  it.each([
    ['no point at all', NO_POINT],
    ['the identity', new Uint8Array(32)]
  ])('cancel nothing where one of them is %s', async (_, padPoint) => {
    const { roster, rho, members, honest } = promised()
    const { memberId, identity } = members[0]!
    const judged = (first: SignedEndorse): Promise<EndorsementState> => {
      const wires = [first, ...honest.slice(1)].map(encodeEndorse)
      return judgeEndorsements({ primitives, work: vectorWork }, roster.roster, rho, wires)
    }
    expect(await judged(honest[0]!)).toBe('complete')
    expect(await judged(signEndorse(primitives, { rho, memberId, padPoint }, identity))).toBe('false')
  })
})

describe('R12: a live SUBMIT on arrival', () => {
  it.each([
    ['as promised', (as: Parts): Parts => as, true],
    ['with a commitment that is no point', (as: Parts): Parts => ({ ...as, commitment: NO_POINT }), false],
    ['after a promise that is no point', (as: Parts): Parts => ({ ...as, padPoint: NO_POINT }), false]
  ])('%s', (_, change, passes) => {
    const { group, gid, roster, rho, t, members, submits, honest } = promised()
    const { memberId, identity } = members[0]!
    const [coordinate, ...later] = submits[0]!.submit.coordinates
    const { padPoint } = honest[0]!.endorse
    const sent = change({ commitment: coordinate!.commitment, padPoint })
    const endorse = signEndorse(primitives, { rho, memberId, padPoint: sent.padPoint }, identity)
    const coordinates = [{ ...coordinate!, commitment: sent.commitment }, ...later]
    const submit = signSubmit(primitives, { ...submits[0]!.submit, coordinates }, t, identity)
    const board = createMemoryBoardStore(createCell(EMPTY_BOARD))
    const at = timeOf(VECTOR_DAY)
    board.addEndorsement(rho, memberId, encodeEndorse(endorse), at)
    const posted = { rho, utcDay: t, attempt: 1, wire: encodeRoster(roster), at }
    expect(passesOnArrival({ primitives, clock: { now: () => at }, board, gid, group }, posted, submit)).toBe(passes)
    expect(board.findings(rho).map(({ accused }) => accused)).toEqual(passes ? [] : [[toHex(memberId)]])
  })
})

type Parts = { readonly commitment: Uint8Array; readonly padPoint: Uint8Array }

function promised() {
  const cast = createCast('promised')
  const t = firstRoundOf(cast.group, VECTOR_DAY)
  const honest = cast.members.map((member) => makeEndorse(primitives, cast.roster.roster, cast.rho, t, member))
  return { ...cast, t, honest }
}
