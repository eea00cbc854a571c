/** ROSTER, and what can be wrong with the list itself. */

import { TAGS, lp, lpList, toHex, u16, u64, u8 } from '../../../../crypto'
import { primitives } from '../test-meter'
import { type Cast, type CastMember, VECTOR_DAY, createCast, rosterOf } from '../vector-cast'
import { type RosterTools, replaceAt } from './roster-tools'
import { type RoundVector, fieldsOf, swap } from './round-vector'

export function rosterListVectors(cast: Cast, { make, resign, replaceMember }: RosterTools): RoundVector[] {
  const { members, gid, roster: good, rho, random } = cast
  const [me, other] = members as [CastMember, CastMember]
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
    )
  ]
}
