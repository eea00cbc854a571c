/** Whoever knows the public key of a member says something in its name: the collector takes nothing of it. */

import { describe, expect, it, vi } from 'vitest'
import { firstRoundOf } from '../../../app/rounds/epoch'
import { encodeAsk, signAsk } from '../../../app/rounds/messages/ask'
import { encodeDlist, signDlist } from '../../../app/rounds/messages/dlist'
import { encodeEndorse, signEndorse } from '../../../app/rounds/messages/endorse'
import { encodeKeys, signKeys } from '../../../app/rounds/messages/keys'
import { encodeRefuse, signRefuse } from '../../../app/rounds/messages/refuse'
import { VALUE_BASE, encodePoint } from '../../../crypto'
import { LIVE_ROUND as T, inRound, liveNeighbourhood } from '../../support/rounds/live-interval'
import { FIRST_DAY, createNeighbourhood } from '../../support/rounds/test-neighbourhood'
import { primitives, timeOf } from '../../support/rounds/test-meter'

vi.setConfig({ testTimeout: 120_000 })

const SOME_POINT = encodePoint(VALUE_BASE)

describe('with the signature of somebody else', () => {
  it('KEYS, REFUSE and DLIST are not taken in the name of a member, and its own still are', async () => {
    const all = createNeighbourhood({ seed: 'foreign signatures' })
    await all.join()
    all.measure()
    all.clock.set(timeOf(FIRST_DAY + 1, 600))
    const [home, ...others] = all.households
    for (const { rounds } of others) await rounds.step()
    const { memberId, identity } = home!.store.groups()[0]!
    const signers = [all.random.bytes(32), identity]
    const exchangeKey = primitives.x25519.publicKey(all.random.bytes(32))
    const keys = { gid: all.gid, utcDay: FIRST_DAY, exchangeKey }
    expect(signers.map((seed) => all.collector.keys(memberId, encodeKeys(signKeys(primitives, keys, seed))))).toEqual([
      'forbidden',
      'taken'
    ])
    all.clock.set(timeOf(FIRST_DAY + 2))
    await all.collector.step()
    const { rho } = all.board.rosters(FIRST_DAY)[0]!
    const t = firstRoundOf(all.group, FIRST_DAY)
    all.board.addAsk(rho, encodeAsk(signAsk(primitives, { rho, rounds: [t] }, all.seed)), all.clock.now())
    const dlist = { rho, memberId, t, padCommitments: others.map(() => SOME_POINT) }
    expect(signers.map((seed) => all.collector.dlist(encodeDlist(signDlist(primitives, dlist, seed))))).toEqual([
      'forbidden',
      'taken'
    ])
    const refuse = { rho, memberId }
    expect(signers.map((seed) => all.collector.refuse(encodeRefuse(signRefuse(primitives, refuse, seed))))).toEqual([
      'forbidden',
      'taken'
    ])
  })

  it('ENDORSE is not taken in the name of a member, and its own still is', async () => {
    const all = await liveNeighbourhood()
    await all.stepAll(inRound(T, -600))
    all.clock.set(inRound(T, 5))
    await all.collector.step()
    const { rho } = all.board.rosters(T)[0]!
    const { memberId, identity } = all.households[0]!.store.groups()[0]!
    const endorse = { rho, memberId, padPoint: SOME_POINT }
    const signers = [all.random.bytes(32), identity]
    expect(signers.map((seed) => all.collector.endorse(encodeEndorse(signEndorse(primitives, endorse, seed))))).toEqual(
      ['forbidden', 'taken']
    )
  })
})
