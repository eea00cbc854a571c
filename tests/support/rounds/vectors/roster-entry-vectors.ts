/** What can be wrong with the entries of a ROSTER, and with the KEYS and ENROLs that come with it. */

import { encodeEndBody } from '../../../../app/rounds/messages/end'
import type { Enrol } from '../../../../app/rounds/messages/enrol'
import { signKeys } from '../../../../app/rounds/messages/keys'
import { encodeRoster } from '../../../../app/rounds/messages/roster'
import { primitives } from '../test-meter'
import { type Cast, type CastMember, VECTOR_DAY, rosterOf, signedEnrol } from '../vector-cast'
import { type RosterTools, replaceAt } from './roster-tools'
import type { RoundVector } from './round-vector'

export function rosterEntryVectors(
  cast: Cast,
  { make, resign, replaceMember, otherEnrol }: RosterTools
): RoundVector[] {
  const { members, gid, roster: good, random } = cast
  const [me, other, third] = members as [CastMember, CastMember, CastMember]
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
  return [
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
    )
  ]
}
