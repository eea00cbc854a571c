/** ROSTER, and each reason to refuse it. */

import type { RosterContext } from '../../../../app/rounds/judge-roster'
import { encodeEndBody } from '../../../../app/rounds/messages/end'
import type { Enrol } from '../../../../app/rounds/messages/enrol'
import { encodeGroup } from '../../../../app/rounds/messages/group-parameters'
import { signKeys } from '../../../../app/rounds/messages/keys'
import { type SignedRoster, encodeRoster, encodeRosterBody } from '../../../../app/rounds/messages/roster'
import { TAGS, lp, lpList, toHex, u16, u64, u8 } from '../../../../crypto'
import { primitives } from '../test-meter'
import { type Cast, type CastMember, VECTOR_DAY, createCast, rosterOf, signedEnrol } from '../vector-cast'
import { type RoundVector, fieldsOf, swap } from './round-vector'

/** What the first member knows when it judges. */
export function castContext(cast: Cast): RosterContext {
  const [me] = cast.members as [CastMember]
  return {
    ...{ gid: cast.gid, group: cast.group, utcDay: VECTOR_DAY, companionsNeeded: 4, knownEnds: [] },
    own: { memberId: me.memberId, meterKey: me.meter.key, exchangeKey: me.ready.keys.keys.exchangeKey },
    confirmed: new Set(cast.members.slice(1, 6).map(({ memberId }) => toHex(memberId)))
  }
}

export function rosterVectors(cast: Cast): RoundVector[] {
  const { members, gid, roster: good, rho, random, collectorSeed } = cast
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
  const [me, other, third] = members as [CastMember, CastMember, CastMember]
  const resign = (roster: SignedRoster['roster'], rest: Partial<SignedRoster> = {}): SignedRoster => {
    const body = encodeRosterBody(roster)
    return { ...good, ...rest, roster, body, signature: primitives.ed25519.sign(collectorSeed, body) }
  }
  const replaceMember = (index: number, change: object): SignedRoster['roster'] => ({
    ...good.roster,
    members: good.roster.members.map((member, at) => (at === index ? { ...member, ...change } : member))
  })
  const replaceAt = <Item>(list: readonly Item[], index: number, item: Item): Item[] =>
    list.map((old, at) => (at === index ? item : old))
  const otherEnrol = (change: Partial<Enrol>): SignedRoster =>
    resign(good.roster, {
      enrols: replaceAt(
        good.enrols,
        1,
        signedEnrol({ ...other.ready.enrol.enrol, ...change }, other.meter, other.identity)
      )
    })
  const withKeys = (member: CastMember, exchangeKey: Uint8Array, utcDay = VECTOR_DAY): CastMember => ({
    ...member,
    ready: { ...member.ready, keys: signKeys(primitives, { gid, utcDay, exchangeKey }, member.identity) }
  })
  const end = encodeEndBody({
    enrolHash: primitives.sha256(other.ready.enrol.body),
    from: other.ready.enrol.enrol.validFrom
  })
  const sameMeterKey = {
    ...third,
    ready: {
      ...third.ready,
      enrol: signedEnrol({ ...third.ready.enrol.enrol, meterKey: other.meter.key }, other.meter, third.identity)
    }
  }
  const sameMeterId = {
    ...third,
    ready: {
      ...third.ready,
      enrol: signedEnrol({ ...third.ready.enrol.enrol, meterId: other.meter.id.meterId }, third.meter, third.identity)
    }
  }
  const count = (n: number): Uint8Array =>
    lp(TAGS.roster, gid, u64(VECTOR_DAY), u8(1), u16(n), ...fieldsOf(good.body).slice(4))
  return [
    make('good', 'Ten members, five of them verified by the one who judges.', good, 'ok', {
      rho: toHex(rho),
      companions: 5
    }),
    make(
      'not-signed-by-k',
      'Signed by a member.',
      { ...good, signature: primitives.ed25519.sign(me.identity, good.body) },
      'roster-signature'
    ),
    make(
      'other-group',
      'The gid of another group.',
      resign({ ...good.roster, gid: random.bytes(32) }),
      'roster-other-group'
    ),
    make('other-day', 'Tomorrow.', resign({ ...good.roster, utcDay: VECTOR_DAY + 1 }), 'roster-other-day'),
    make('attempt-zero', 'Attempts count from 1.', resign({ ...good.roster, attempt: 0 }), 'roster-attempt'),
    make('attempt-four', 'There are three attempts.', resign({ ...good.roster, attempt: 4 }), 'roster-attempt'),
    make('of-one', 'Alone.', rosterOf(cast, members.slice(0, 1)), 'roster-too-small'),
    make('of-two', 'A sum of two tells each the other.', rosterOf(cast, members.slice(0, 2)), 'roster-too-small'),
    make('of-nine', 'One below n_min.', rosterOf(cast, members.slice(0, 9)), 'roster-too-small'),
    make(
      'of-201',
      'n says more than anybody allocates for.',
      lpList(count(201), good.signature),
      'format too-many-members'
    ),
    make(
      'count-larger-than-list',
      'n says more than there are.',
      lpList(count(11), good.signature),
      'format wrong-field-count'
    ),
    make(
      'without-me',
      'Ten others.',
      rosterOf(cast, [...members.slice(1), ...createCast('an eleventh member').members.slice(0, 1)]),
      'roster-without-me'
    ),
    make(
      'my-key-replaced',
      'Another X under my id.',
      resign(replaceMember(0, { exchangeKey: primitives.x25519.publicKey(random.bytes(32)) })),
      'roster-own-entry'
    ),
    make(
      'my-meter-replaced',
      'Another meter under my id.',
      resign(replaceMember(0, { meterKey: other.meter.key })),
      'roster-own-entry'
    ),
    make(
      'unsorted',
      'Two ids in the wrong order.',
      resign(
        { ...good.roster, members: swap(good.roster.members) },
        { enrols: swap(good.enrols), keys: swap(good.keys) }
      ),
      'roster-order'
    ),
    make(
      'me-twice',
      'The same id twice.',
      resign(
        { ...good.roster, members: replaceAt(good.roster.members, 1, good.roster.members[0]!) },
        { enrols: replaceAt(good.enrols, 1, good.enrols[0]!), keys: replaceAt(good.keys, 1, good.keys[0]!) }
      ),
      'roster-order'
    ),
    make(
      'meter-twice',
      'Two members with one meter id.',
      rosterOf(cast, replaceAt(members, 2, sameMeterId)),
      'roster-duplicate-meter'
    ),
    make(
      'meter-key-twice',
      'Two members with one meter key.',
      rosterOf(cast, replaceAt(members, 2, sameMeterKey)),
      'roster-duplicate-meter'
    ),
    make(
      'key-twice',
      'A member echoes the X of another.',
      rosterOf(cast, replaceAt(members, 2, withKeys(third, other.ready.keys.keys.exchangeKey))),
      'roster-duplicate-key'
    ),
    make(
      'my-key-echoed',
      'A member echoes mine.',
      rosterOf(cast, replaceAt(members, 2, withKeys(third, me.ready.keys.keys.exchangeKey))),
      'roster-duplicate-key'
    ),
    make(
      'key-all-zero',
      'An X of small order.',
      rosterOf(cast, replaceAt(members, 1, withKeys(other, new Uint8Array(32)))),
      'exchange-key'
    ),
    make(
      'key-not-canonical',
      'A second name for an X.',
      rosterOf(cast, replaceAt(members, 1, withKeys(other, new Uint8Array(32).fill(0xff)))),
      'exchange-key'
    ),
    make(
      'keys-of-yesterday',
      'An X that was sent for another day.',
      resign(good.roster, {
        keys: replaceAt(good.keys, 1, withKeys(other, other.ready.keys.keys.exchangeKey, VECTOR_DAY - 1).ready.keys)
      }),
      'keys-mismatch'
    ),
    make(
      'keys-of-another-group',
      'An X that was sent to another group.',
      resign(good.roster, {
        keys: replaceAt(
          good.keys,
          1,
          signKeys(primitives, { ...other.ready.keys.keys, gid: random.bytes(32) }, other.identity)
        )
      }),
      'keys-mismatch'
    ),
    make(
      'key-differs-from-keys',
      'X in the list is not the one in KEYS.',
      resign(replaceMember(1, { exchangeKey: primitives.x25519.publicKey(random.bytes(32)) })),
      'keys-mismatch'
    ),
    make(
      'keys-not-signed',
      'KEYS signed by somebody else.',
      resign(good.roster, {
        keys: replaceAt(good.keys, 1, signKeys(primitives, other.ready.keys.keys, third.identity))
      }),
      'keys-signature'
    ),
    make(
      'enrol-of-another',
      'The ENROL of somebody else.',
      resign(good.roster, { enrols: replaceAt(good.enrols, 1, third.ready.enrol) }),
      'roster-duplicate-meter'
    ),
    make(
      'enrol-of-a-stranger',
      'The ENROL of somebody who is not in the roster.',
      otherEnrol({ memberId: random.bytes(32) }),
      'enrol-mismatch'
    ),
    make(
      'enrol-of-another-group',
      'An ENROL for another group.',
      otherEnrol({ gid: random.bytes(32) }),
      'enrol-mismatch'
    ),
    make(
      'enrol-expired',
      'Ends within the day.',
      otherEnrol({ validTo: (other.ready.enrol.enrol.validFrom + 86_399) as Enrol['validTo'] }),
      'enrol-expired'
    ),
    make(
      'enrol-not-yet',
      'Begins within the day.',
      otherEnrol({ validFrom: (other.ready.enrol.enrol.validFrom + 1) as Enrol['validFrom'] }),
      'enrol-expired'
    ),
    make(
      'enrol-not-signed',
      'The member never agreed.',
      resign(good.roster, {
        enrols: replaceAt(good.enrols, 1, {
          ...other.ready.enrol,
          memberSignature: primitives.ed25519.sign(third.identity, other.ready.enrol.body)
        })
      }),
      'enrol-signature'
    ),
    make(
      'enrol-ended',
      'The member has moved out.',
      {
        ...good,
        ends: [
          {
            end: { enrolHash: primitives.sha256(other.ready.enrol.body), from: other.ready.enrol.enrol.validFrom },
            body: end,
            signature: primitives.ed25519.sign(other.identity, end)
          }
        ]
      },
      'enrol-ended'
    ),
    make(
      'enrol-missing',
      'Nine ENROLs and KEYS for ten members.',
      encodeRoster({ ...good, enrols: good.enrols.slice(1), keys: good.keys.slice(1) }),
      'format missing'
    ),
    make('too-few-companions', 'Three verified members instead of four.', good, 'too-few-companions', {
      confirmed: [...context.confirmed].slice(0, 3)
    }),
    make('companions-not-in-it', 'Verified members, but none of them in this roster.', good, 'too-few-companions', {
      confirmed: createCast('strangers').members.map(({ memberId }) => toHex(memberId))
    })
  ]
}
