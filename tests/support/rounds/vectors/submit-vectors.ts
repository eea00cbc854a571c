/** The pads of a pair, and SUBMIT. */

import { encodeGroup } from '../../../../app/rounds/messages/group-parameters'
import { type Submit, encodeSubmit, signSubmit } from '../../../../app/rounds/messages/submit'
import {
  type Scalar,
  GROUP_ORDER,
  encodeScalar,
  lpList,
  padBlinding,
  padValue,
  pairSeed,
  sumOfPads,
  toHex
} from '../../../../crypto'
import { primitives } from '../test-meter'
import { type Cast, type CastMember, VECTOR_DAY } from '../vector-cast'
import { type RoundVector, fieldsOf, swap, wide } from './round-vector'
import { firstRoundOf } from '../../../../app/rounds/epoch'

export function padVectors({ members, rho, group }: Cast): RoundVector[] {
  const [one, two] = members as [CastMember, CastMember]
  const exchangeOf = (member: CastMember): Uint8Array => primitives.x25519.publicKey(member.exchange)
  const t = firstRoundOf(group, VECTOR_DAY)
  const seed = pairSeed(primitives, one.exchange, exchangeOf(two), rho, one.memberId, two.memberId)
  const seeds = members.slice(1).map((member) => ({
    seed: pairSeed(primitives, one.exchange, exchangeOf(member), rho, one.memberId, member.memberId),
    sign: 1 as const
  }))
  const sum = sumOfPads(primitives, seeds, rho, t)
  const { value, blinding } = one.day.openings[0]!
  return [
    {
      ...{ name: 'pads-good', message: 'pads', wire: '', expected: 'ok' },
      what: 'k_ij, p_ij,t and q_ij,t of the first two members, then a, b, m and s of the first.',
      context: {
        rho: toHex(rho),
        t,
        memberIds: members.map(({ memberId }) => toHex(memberId)),
        exchangeSecrets: members.map(({ exchange }) => toHex(exchange)),
        exchangeKeys: members.map((member) => toHex(exchangeOf(member))),
        pairSeed: toHex(seed),
        padValue: toHex(encodeScalar(padValue(primitives, seed, rho, t))),
        padBlinding: toHex(encodeScalar(padBlinding(primitives, seed, rho, t))),
        sumOfPadValues: toHex(encodeScalar(sum.value)),
        sumOfPadBlindings: toHex(encodeScalar(sum.blinding)),
        value: String(value),
        blinding: toHex(encodeScalar(blinding)),
        masked: toHex(encodeScalar(((value + sum.value) % GROUP_ORDER) as Scalar)),
        maskedBlinding: toHex(encodeScalar(((blinding + sum.blinding) % GROUP_ORDER) as Scalar))
      }
    }
  ]
}

export function submitVectors(cast: Cast): RoundVector[] {
  const { members, submits, group } = cast
  const [me, other] = members as [CastMember, CastMember]
  const good = submits[0]!
  const first = firstRoundOf(group, VECTOR_DAY)
  const context = { group: toHex(encodeGroup(group)), roster: 'roster-good' }
  const make = (name: string, what: string, wire: Uint8Array, expected: string): RoundVector => ({
    ...{ name: `submit-${name}`, message: 'submit', what, wire: toHex(wire), expected, context }
  })
  const signed = (change: Partial<Submit>, seed = me.identity): Uint8Array =>
    encodeSubmit(signSubmit(primitives, { ...good.submit, ...change }, first, seed))
  const fields = fieldsOf(encodeSubmit(good), 0)
  const withField = (index: number, bytes: Uint8Array): Uint8Array =>
    lpList(...fields.map((field, at) => (at === index ? bytes : field)))
  return [
    make('good', 'The first member of roster-good submits.', encodeSubmit(good), 'ok'),
    make('foreign-signature', 'Signed by another member.', signed({}, other.identity), 'signature'),
    make('masked-changed', 'An m that was not signed.', withField(3, encodeScalar(1n as Scalar)), 'signature'),
    make(
      'rounds-swapped',
      'Two rounds in the wrong order.',
      signed({ coordinates: swap(good.submit.coordinates) }),
      'head-signature'
    ),
    make(
      'commitment-replaced',
      'A C that the meter did not sign.',
      signed({
        coordinates: good.submit.coordinates.map((coordinate, index) =>
          index === 0 ? { ...coordinate, commitment: other.day.day.commitments.slice(0, 32) } : coordinate
        )
      }),
      'head-signature'
    ),
    make(
      'day-of-a-neighbour',
      "A neighbour's records under the own name.",
      signed({
        firstCounter: other.day.day.firstCounter,
        previousHash: other.day.day.previousHash,
        headSignature: other.day.day.headSignature,
        coordinates: submits[1]!.submit.coordinates
      }),
      'head-signature'
    ),
    make('counter-changed', 'Another first counter.', signed({ firstCounter: 1 }), 'head-signature'),
    make(
      'not-a-member',
      'Somebody who is not in the roster.',
      ((stranger) =>
        encodeSubmit(
          signSubmit(primitives, { ...good.submit, memberId: primitives.ed25519.publicKey(stranger) }, first, stranger)
        ))(cast.random.bytes(32)),
      'not-a-member'
    ),
    make(
      'masked-not-reduced',
      'm = l has the name 0 already.',
      withField(3, wide(GROUP_ORDER)),
      'format not-canonical'
    ),
    make(
      'masked-blinding-not-reduced',
      's = l has the name 0 already.',
      withField(4, wide(GROUP_ORDER)),
      'format not-canonical'
    ),
    make('round-missing', 'One round too few.', lpList(...fields.slice(0, -3)), 'format wrong-field-count')
  ]
}
