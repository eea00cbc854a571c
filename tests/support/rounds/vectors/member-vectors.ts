/** ENROL, END, KEYS and REFUSE. */

import { encodeEnd, encodeEndBody } from '../../../../app/rounds/messages/end'
import { type Enrol, encodeEnrol, encodeEnrolBody } from '../../../../app/rounds/messages/enrol'
import { encodeKeys, signKeys } from '../../../../app/rounds/messages/keys'
import { encodeRefuse, signRefuse } from '../../../../app/rounds/messages/refuse'
import { TAGS, fromHex, lp, lpList, toHex, u64, utf8 } from '../../../../crypto'
import { primitives } from '../test-meter'
import { type Cast, type CastMember, signedEnrol } from '../vector-cast'
import { type RoundVector, fieldsOf } from './round-vector'

/** A key of small order: "signs" every message for a lenient verifier. */
const SMALL_ORDER_KEY = fromHex('0000000000000000000000000000000000000000000000000000000000000000', 32)

export function enrolVectors({ members, random }: Cast): RoundVector[] {
  const [one, two] = members as [CastMember, CastMember]
  const { enrol } = one.ready.enrol
  const make = (name: string, what: string, wire: Uint8Array, expected: string): RoundVector => ({
    ...{ name: `enrol-${name}`, message: 'enrol', what, wire: toHex(wire), expected, context: {} }
  })
  const signed = (changed: Partial<Enrol>): Uint8Array =>
    encodeEnrol(signedEnrol({ ...enrol, ...changed }, one.meter, one.identity))
  const good = one.ready.enrol
  const withBody = (body: Uint8Array): Uint8Array =>
    encodeEnrol({
      body,
      meterSignature: one.meter.sign(body),
      memberSignature: primitives.ed25519.sign(one.identity, body)
    })
  const longer = encodeEnrolBody({ ...enrol, validTo: (enrol.validFrom + 398 * 86_400) as Enrol['validTo'] })
  const level3 = encodeEnrolBody({ ...enrol, level: 3 as Enrol['level'] })
  const lowerCase = lp(TAGS.enrol, enrol.gid, enrol.memberId, utf8('1wvt0000000000'), ...fieldsOf(good.body).slice(3))
  return [
    make('good', 'Signed by the meter and by the member.', encodeEnrol(good), 'ok'),
    make(
      'foreign-member',
      'The meter signs for an id that has not signed.',
      encodeEnrol({ ...good, memberSignature: primitives.ed25519.sign(two.identity, good.body) }),
      'not-verified'
    ),
    make(
      'foreign-meter',
      'Signed by another meter.',
      encodeEnrol({ ...good, meterSignature: two.meter.sign(good.body) }),
      'not-verified'
    ),
    make(
      'signatures-swapped',
      'Member first.',
      encodeEnrol({ ...good, meterSignature: good.memberSignature, memberSignature: good.meterSignature }),
      'not-verified'
    ),
    make(
      'small-order-meter-key',
      'A key that "signs" everything.',
      encodeEnrol({
        body: encodeEnrolBody({ ...enrol, meterKey: SMALL_ORDER_KEY }),
        meterSignature: new Uint8Array(64),
        memberSignature: primitives.ed25519.sign(one.identity, encodeEnrolBody({ ...enrol, meterKey: SMALL_ORDER_KEY }))
      }),
      'not-verified'
    ),
    make('valid-too-long', '398 days.', withBody(longer), 'format validity'),
    make(
      'valid-never',
      'Ends when it begins.',
      withBody(encodeEnrolBody({ ...enrol, validTo: enrol.validFrom })),
      'format validity'
    ),
    make('level-three', 'A level that does not exist.', withBody(level3), 'format level'),
    make('meter-id-lower-case', 'One meter would have two names.', withBody(lowerCase), 'format meter-id'),
    make(
      'without-label',
      'The fields without a label.',
      withBody(lpList(...fieldsOf(good.body))),
      'format unknown-tag'
    ),
    make(
      'one-signature',
      'Only the meter has signed.',
      lpList(good.body, good.meterSignature),
      'format wrong-field-count'
    ),
    make(
      'signature-short',
      '63 bytes.',
      lpList(good.body, good.meterSignature, good.memberSignature.slice(1)),
      'format wrong-length'
    ),
    make(
      'other-gid',
      'Signed, but for another group: fits no roster of this one.',
      signed({ gid: random.bytes(32) }),
      'ok'
    )
  ]
}

export function endVectors({ members }: Cast): RoundVector[] {
  const [one, two] = members as [CastMember, CastMember]
  const { enrol, body } = one.ready.enrol
  const end = { enrolHash: primitives.sha256(body), from: enrol.validFrom }
  const endBody = encodeEndBody(end)
  const context = { enrol: toHex(encodeEnrol(one.ready.enrol)) }
  const make = (name: string, what: string, wire: Uint8Array, expected: string): RoundVector => ({
    ...{ name: `end-${name}`, message: 'end', what, wire: toHex(wire), expected, context }
  })
  return [
    make(
      'good-member',
      'Ended by the member.',
      encodeEnd({ body: endBody, signature: primitives.ed25519.sign(one.identity, endBody) }),
      'ok'
    ),
    make('good-meter', 'Ended by the meter.', encodeEnd({ body: endBody, signature: one.meter.sign(endBody) }), 'ok'),
    make(
      'stranger',
      'Ended by somebody else.',
      encodeEnd({ body: endBody, signature: two.meter.sign(endBody) }),
      'not-verified'
    ),
    make(
      'other-label',
      'The same fields under the label of KEYS.',
      ((body) => encodeEnd({ body, signature: primitives.ed25519.sign(one.identity, body) }))(
        lp(TAGS.keys, end.enrolHash, u64(end.from))
      ),
      'format wrong-tag'
    )
  ]
}

export function keysVectors({ members, gid }: Cast): RoundVector[] {
  const [one, two] = members as [CastMember, CastMember]
  const { keys } = one.ready.keys
  const context = { memberId: toHex(one.memberId) }
  const make = (name: string, what: string, wire: Uint8Array, expected: string): RoundVector => ({
    ...{ name: `keys-${name}`, message: 'keys', what, wire: toHex(wire), expected, context }
  })
  const withoutLabel = lpList(gid, u64(keys.utcDay), keys.exchangeKey)
  const lateDay = lp(TAGS.keys, gid, u64(2n ** 63n), keys.exchangeKey)
  const sign = (body: Uint8Array): Uint8Array => primitives.ed25519.sign(one.identity, body)
  return [
    make('good', 'One key for one day.', encodeKeys(one.ready.keys), 'ok'),
    make(
      'foreign-signature',
      'Signed by another member.',
      encodeKeys(signKeys(primitives, keys, two.identity)),
      'not-verified'
    ),
    make(
      'without-label',
      'The fields without a label.',
      encodeKeys({ body: withoutLabel, signature: sign(withoutLabel) }),
      'format unknown-tag'
    ),
    make(
      'day-out-of-range',
      'A day that no calendar has.',
      encodeKeys({ body: lateDay, signature: sign(lateDay) }),
      'format out-of-range'
    ),
    make(
      'key-short',
      '31 bytes.',
      ((body) => encodeKeys({ body, signature: sign(body) }))(
        lp(TAGS.keys, gid, u64(keys.utcDay), keys.exchangeKey.slice(1))
      ),
      'format wrong-length'
    )
  ]
}

export function refuseVectors({ members, rho }: Cast): RoundVector[] {
  const [me, other] = members as [CastMember, CastMember]
  const make = (name: string, what: string, wire: Uint8Array, expected: string): RoundVector => ({
    ...{ name: `refuse-${name}`, message: 'refuse', what, wire: toHex(wire), expected, context: {} }
  })
  const refuse = { rho, memberId: me.memberId }
  return [
    make(
      'good',
      'The first member of roster-good takes no part.',
      encodeRefuse(signRefuse(primitives, refuse, me.identity)),
      'ok'
    ),
    make(
      'for-another',
      'A member refuses in the name of another.',
      encodeRefuse(signRefuse(primitives, refuse, other.identity)),
      'not-verified'
    )
  ]
}
