/** What the vectors of ROSTER are made with: a good one, and ways to change it. */

import type { RosterContext } from '../../../../app/rounds/judge-roster'
import type { Enrol } from '../../../../app/rounds/messages/enrol'
import { encodeGroup } from '../../../../app/rounds/messages/group-parameters'
import { type SignedRoster, encodeRoster, encodeRosterBody } from '../../../../app/rounds/messages/roster'
import { toHex } from '../../../../crypto'
import { primitives } from '../test-meter'
import { type Cast, type CastMember, VECTOR_DAY, signedEnrol } from '../vector-cast'
import type { RoundVector } from './round-vector'

/** What the first member knows when it judges. */
export function castContext(cast: Cast): RosterContext {
  const [me] = cast.members as [CastMember]
  return {
    ...{ gid: cast.gid, group: cast.group, utcDay: VECTOR_DAY, companionsNeeded: 4, knownEnds: [] },
    own: { memberId: me.memberId, meterKey: me.meter.key, exchangeKey: me.ready.keys.keys.exchangeKey },
    confirmed: new Set(cast.members.slice(1, 6).map(({ memberId }) => toHex(memberId)))
  }
}

export type RosterTools = ReturnType<typeof rosterTools>

export function rosterTools(cast: Cast) {
  const { members, roster: good, collectorSeed } = cast
  const context = castContext(cast)
  const written = {
    group: toHex(encodeGroup(cast.group)),
    utcDay: context.utcDay,
    own: {
      memberId: toHex(context.own.memberId),
      meterKey: toHex(context.own.meterKey),
      exchangeKey: toHex(context.own.exchangeKey)
    },
    confirmed: [...context.confirmed],
    companionsNeeded: 4
  }
  const make = (
    name: string,
    what: string,
    signed: SignedRoster | Uint8Array,
    expected: string,
    more = {}
  ): RoundVector => ({
    ...{ name: `roster-${name}`, message: 'roster', what, expected },
    wire: toHex(signed instanceof Uint8Array ? signed : encodeRoster(signed)),
    context: { ...written, ...more }
  })
  const [, other] = members as [CastMember, CastMember]
  const resign = (roster: SignedRoster['roster'], rest: Partial<SignedRoster> = {}): SignedRoster => {
    const body = encodeRosterBody(roster)
    return { ...good, ...rest, roster, body, signature: primitives.ed25519.sign(collectorSeed, body) }
  }
  const replaceMember = (index: number, change: object): SignedRoster['roster'] => ({
    ...good.roster,
    members: good.roster.members.map((member, at) => (at === index ? { ...member, ...change } : member))
  })
  const otherEnrol = (change: Partial<Enrol>): SignedRoster =>
    resign(good.roster, {
      enrols: replaceAt(
        good.enrols,
        1,
        signedEnrol({ ...other.ready.enrol.enrol, ...change }, other.meter, other.identity)
      )
    })
  return { context, make, resign, replaceMember, otherEnrol }
}

export function replaceAt<Item>(list: readonly Item[], index: number, item: Item): Item[] {
  return list.map((old, at) => (at === index ? item : old))
}
