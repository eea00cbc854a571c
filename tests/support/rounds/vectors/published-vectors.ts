/** What the collector publishes of a day. */

import { sumSubmissions } from '../../../../app/rounds/aggregate'
import { encodeGroup } from '../../../../app/rounds/messages/group-parameters'
import { encodePublishedDay } from '../../../../app/rounds/messages/published-day'
import { type RoundSum, type Sum, encodeSumBody, signSum } from '../../../../app/rounds/messages/sum'
import { GROUP_ORDER, TAGS, lp, toHex, u64, u8, utf8 } from '../../../../crypto'
import { primitives } from '../test-meter'
import { type Cast, vectorWork } from '../vector-cast'
import { type RoundVector, fieldsOf, wide } from './round-vector'

export async function publishedVectors(cast: Cast): Promise<RoundVector[]> {
  const { members, submits, group, roster, rho, collectorSeed } = cast
  const all = submits.map(({ submit }) => submit)
  const { data, sum } = await sumSubmissions({ primitives, work: vectorWork }, group, rho, roster.enrols, all)
  const context = {
    group: toHex(encodeGroup(group)),
    roster: 'roster-good',
    submit: 'submit-good'
  }
  const make = (name: string, what: string, wire: Uint8Array, expected: string, more = {}): RoundVector => ({
    ...{
      name: `published-${name}`,
      message: 'published',
      what,
      wire: toHex(wire),
      expected,
      context: { ...context, ...more }
    }
  })
  const publish = (bytes: Uint8Array, changed: Partial<Sum> = {}): Uint8Array =>
    encodePublishedDay(
      bytes,
      signSum(primitives, { ...sum, dataHash: primitives.sha256(bytes), ...changed }, collectorSeed)
    )
  const round = (index: number, change: RoundSum): Partial<Sum> => ({
    rounds: sum.rounds.map((old, at) => (at === index ? change : old))
  })
  const first = sum.rounds[0]!
  const raised: RoundSum = first.ok ? { ...first, value: first.value + 1n } : first
  const beyond: RoundSum = first.ok ? { ...first, value: 10n * group.maxValue + 1n } : first
  const withDataField = (index: number, bytes: Uint8Array): Uint8Array =>
    lp(TAGS.data, ...fieldsOf(data).map((field, at) => (at === index ? bytes : field)))
  // Fields of one member: meterId, counter, hash, four commitments, head signature.
  const commitmentOf = (member: number, index: number): number => 8 * member + 3 + index
  const foreign = members[2]!.day.day.commitments.slice(0, 32)
  const signedBody = (rounds: readonly (readonly Uint8Array[])[]): Uint8Array => {
    const body = lp(TAGS.sum, rho, primitives.sha256(data), ...rounds.flat())
    return encodePublishedDay(data, { body, signature: primitives.ed25519.sign(collectorSeed, body) })
  }
  const withheldAll = sum.rounds.map((_, index) => [u8(0), u64(index), new Uint8Array(32)])
  const notReduced = sum.rounds.flatMap((each) =>
    each.ok ? [[u8(1), u64(each.value), wide(each.blinding + GROUP_ORDER)]] : []
  )
  return [
    make(
      'good',
      'What the collector publishes of roster-good; checked by its first member.',
      publish(data),
      'verified verified verified verified',
      { sums: sum.rounds.map((each) => (each.ok ? String(each.value) : null)) }
    ),
    make(
      'not-signed-by-k',
      'Signed by a member.',
      encodePublishedDay(data, signSum(primitives, sum, members[0]!.identity)),
      'not-a-statement'
    ),
    make(
      'of-another-roster',
      'The sum of another roster.',
      publish(data, { rho: cast.random.bytes(32) }),
      'not-a-statement'
    ),
    make(
      'data-changed-on-the-way',
      'SUM names another DATA.',
      encodePublishedDay(withDataField(commitmentOf(1, 0), foreign), signSum(primitives, sum, collectorSeed)),
      'not-a-statement'
    ),
    make(
      'sum-one-more',
      'V + 1 in the first round.',
      publish(data, round(0, raised)),
      'false verified verified verified'
    ),
    make(
      'sum-beyond-the-fuses',
      'More than ten meters can have.',
      publish(data, round(0, beyond)),
      'false verified verified verified'
    ),
    make(
      'round-withheld',
      'K says itself that a round does not fit.',
      publish(data, round(1, { ok: false })),
      'verified withheld verified verified'
    ),
    make(
      'commitment-replaced',
      'A C of a neighbour replaced.',
      publish(withDataField(commitmentOf(1, 0), foreign)),
      'false-data head-signature 1'
    ),
    make(
      'own-commitment-replaced',
      'The own C replaced.',
      publish(withDataField(commitmentOf(0, 0), foreign)),
      'false-data own-data-changed 0'
    ),
    make(
      'own-counter-changed',
      'Another first counter for oneself.',
      publish(withDataField(1, u64(7))),
      'false-data own-data-changed 0'
    ),
    make(
      'meter-renamed',
      'A member with the name of another meter.',
      publish(withDataField(8, utf8('1WVT9999999999'))),
      'false-data other-meter 1'
    ),
    make(
      'data-short',
      'A member missing from DATA.',
      publish(lp(TAGS.data, ...fieldsOf(data).slice(8))),
      'false-data data-malformed -'
    ),
    make(
      'withheld-with-numbers',
      'A round that is not ok and has a sum all the same.',
      signedBody(withheldAll),
      'false-data sum-malformed -'
    ),
    make('blinding-not-reduced', 'R + l has the name R already.', signedBody(notReduced), 'false-data sum-malformed -'),
    make(
      'without-data',
      'A sum alone.',
      encodePublishedDay(new Uint8Array(0), {
        body: encodeSumBody(sum),
        signature: signSum(primitives, sum, collectorSeed).signature
      }),
      'not-a-statement'
    )
  ]
}
