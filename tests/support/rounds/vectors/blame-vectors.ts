/** ENDORSE, ASK, DLIST and EVIDENCE: as they must be, and each way in which they can be broken. */

import { makeDlist } from '../../../../app/rounds/answer-ask'
import { firstRoundOf } from '../../../../app/rounds/epoch'
import { type Claim, encodeEvidence } from '../../../../app/rounds/evidence/evidence'
import { makeEndorse } from '../../../../app/rounds/live/endorse-roster'
import { encodeAsk, encodeAskBody, signAsk } from '../../../../app/rounds/messages/ask'
import { type Dlist, type SignedDlist, encodeDlist, signDlist } from '../../../../app/rounds/messages/dlist'
import { encodeEndorse, signEndorse } from '../../../../app/rounds/messages/endorse'
import { encodeGroup } from '../../../../app/rounds/messages/group-parameters'
import { encodeRosterBody } from '../../../../app/rounds/messages/roster'
import { type SignedSubmit, signSubmit } from '../../../../app/rounds/messages/submit'
import { TAGS, addScalars, equalBytes, lp, lpList, toHex, toScalar } from '../../../../crypto'
import { primitives } from '../test-meter'
import type { Cast, CastMember } from '../vector-cast'
import type { RoundVector } from './round-vector'

type Made = { readonly name: string; readonly what: string; readonly wire: Uint8Array; readonly expected: string }

export function blameVectors(cast: Cast): RoundVector[] {
  return [
    ...vectorsOf('endorse', endorsements(cast), cast),
    ...vectorsOf('ask', questions(cast), cast),
    ...vectorsOf('dlist', dlists(cast), cast),
    ...vectorsOf('evidence', evidence(cast), cast)
  ]
}

function vectorsOf(message: RoundVector['message'], made: readonly Made[], { group, roster }: Cast): RoundVector[] {
  const contexts: Partial<Record<RoundVector['message'], RoundVector['context']>> = {
    ask: { group: toHex(encodeGroup(group)) },
    dlist: { rosterBody: toHex(roster.body) }
  }
  const context = contexts[message] ?? {}
  return made.map(({ name, what, wire, expected }) => ({
    ...{ name: `${message}-${name}`, message, what, wire: toHex(wire), expected, context }
  }))
}

/** t of the first round of the day. */
const roundOf = ({ group, roster }: Cast): number => firstRoundOf(group, roster.roster.utcDay)

function endorsements(cast: Cast): Made[] {
  const { members, rho, roster } = cast
  const [me, other] = members as [CastMember, CastMember]
  const good = makeEndorse(primitives, roster.roster, rho, roundOf(cast), me)
  const short = lp(TAGS.endorse, rho, me.memberId, good.endorse.padPoint.slice(1))
  return [
    {
      name: 'good',
      what: 'The first member commits to the sum of its pads.',
      wire: encodeEndorse(good),
      expected: 'ok'
    },
    {
      ...{ name: 'for-another', what: 'A member endorses in the name of another.', expected: 'not-verified' },
      wire: encodeEndorse(signEndorse(primitives, good.endorse, other.identity))
    },
    {
      ...{ name: 'point-short', what: 'A P of 31 bytes.', expected: 'format wrong-length' },
      wire: lpList(short, primitives.ed25519.sign(me.identity, short))
    }
  ]
}

function questions(cast: Cast): Made[] {
  const { rho, collectorSeed, members } = cast
  const t = roundOf(cast)
  const ask = (rounds: readonly number[], seed = collectorSeed): Uint8Array =>
    encodeAsk(signAsk(primitives, { rho, rounds }, seed))
  return [
    { name: 'good', what: 'K asks about two rounds.', wire: ask([t, t + 2]), expected: 'ok' },
    { name: 'not-by-k', what: 'A member asks.', wire: ask([t], members[0]!.identity), expected: 'not-verified' },
    { name: 'about-nothing', what: 'No round.', wire: ask([]), expected: 'format wrong-field-count' },
    {
      name: 'about-four',
      what: 'A round too many.',
      wire: ask([t, t + 1, t + 2, t + 3]),
      expected: 'format too-many-fields'
    },
    { name: 'descending', what: 'Rounds in the wrong order.', wire: ask([t + 2, t]), expected: 'format order' },
    { name: 'one-twice', what: 'The same round twice.', wire: ask([t, t]), expected: 'format order' },
    {
      ...{ name: 'other-label', what: 'The label of another message.', expected: 'format wrong-tag' },
      wire: relabelled(encodeAskBody({ rho, rounds: [t] }), collectorSeed)
    }
  ]
}

function relabelled(body: Uint8Array, seed: Uint8Array): Uint8Array {
  const renamed = lp(TAGS.refuse, body.slice(0, 32))
  return lpList(renamed, primitives.ed25519.sign(seed, renamed))
}

function dlists(cast: Cast): Made[] {
  const { members } = cast
  const [me, other] = members as [CastMember, CastMember]
  const good = dlistOf(cast, me)
  return [
    { name: 'good', what: 'The first member answers for the first round.', wire: encodeDlist(good), expected: 'ok' },
    {
      ...{ name: 'for-another', what: 'A member answers in the name of another.', expected: 'not-verified' },
      wire: encodeDlist(signDlist(primitives, good.dlist, other.identity))
    },
    {
      ...{ name: 'empty', what: 'No pads at all.', expected: 'format wrong-field-count' },
      wire: encodeDlist(signDlist(primitives, { ...good.dlist, padCommitments: [] }, me.identity))
    },
    {
      ...{ name: 'one-short', what: 'A pad is missing: the statement is untrue.', expected: 'contradiction' },
      wire: encodeDlist(
        signDlist(primitives, { ...good.dlist, padCommitments: good.dlist.padCommitments.slice(1) }, me.identity)
      )
    },
    {
      ...{
        name: 'turned-round',
        what: 'Pads in the wrong order: they add up all the same, and only the partners show it.',
        expected: 'ok'
      },
      wire: encodeDlist(signDlist(primitives, turned(good.dlist), me.identity))
    },
    {
      ...{ name: 'no-point', what: 'A D that is no point.', expected: 'contradiction' },
      wire: encodeDlist(
        signDlist(
          primitives,
          {
            ...good.dlist,
            padCommitments: good.dlist.padCommitments.map((d, index) =>
              index === 0 ? new Uint8Array(32).fill(0xff) : d
            )
          },
          me.identity
        )
      )
    }
  ]
}

function dlistOf(cast: Cast, { identity, exchange }: CastMember): SignedDlist {
  return makeDlist(primitives, cast.roster.roster, cast.rho, roundOf(cast), { identity, exchange })
}

const turned = (dlist: Dlist): Dlist => ({ ...dlist, padCommitments: [...dlist.padCommitments].reverse() })

function evidence(cast: Cast): Made[] {
  const { members, group, roster, rho, submits, collectorSeed } = cast
  const [me, other] = members as [CastMember, CastMember]
  const t = roundOf(cast)
  const file = (claim: Claim): Uint8Array => encodeEvidence({ group, roster, claim })
  const honest = dlistOf(cast, me)
  const [submitted] = submits
  const { submit } = submitted!
  const [coordinate, ...later] = submit.coordinates
  const raised = {
    ...coordinate!,
    masked: { ...coordinate!.masked, value: addScalars(coordinate!.masked.value, toScalar(5n)) }
  }
  const cheat = signSubmit(primitives, { ...submit, coordinates: [raised, ...later] }, t, me.identity)
  const against = (statement: typeof cheat, shown: typeof raised, dlist = honest): Claim => ({
    ...{ kind: 'submit-against-dlist', dlist },
    submit: { body: statement.body, signature: statement.signature, t, coordinate: shown }
  })
  const notOfMeter = (submit: SignedSubmit): Claim & { kind: 'submit-against-meter' } => ({
    ...{ kind: 'submit-against-meter', submit },
    enrol: roster.enrols.find(({ enrol }) => equalBytes(enrol.memberId, me.memberId))!
  })
  const lie = signDlist(primitives, turned(honest.dlist), me.identity)
  const shorter = encodeRosterBody({ ...roster.roster, members: roster.roster.members.slice(0, -1) })
  const later2 = encodeRosterBody({ ...roster.roster, attempt: 2 })
  const signedByK = (body: Uint8Array, seed = collectorSeed) => ({
    body,
    signature: primitives.ed25519.sign(seed, body)
  })
  const both = (a: Parameters<typeof signedByK>[0]): Claim => ({ kind: 'two-rosters', other: signedByK(a) })
  return [
    {
      name: 'submit-5-more',
      what: '5 Wh too much, and a true DLIST.',
      wire: file(against(cheat, raised)),
      expected: 'proven'
    },
    {
      name: 'submit-honest',
      what: 'An honest SUBMIT and a true DLIST.',
      wire: file(against(submitted!, coordinate!)),
      expected: 'not-proven'
    },
    {
      name: 'submit-other-numbers',
      what: 'Numbers that were not signed.',
      wire: file(against(submitted!, raised)),
      expected: 'not-proven'
    },
    {
      name: 'submit-dlist-of-another',
      what: 'The DLIST of another member.',
      wire: file(against(cheat, raised, dlistOf(cast, other))),
      expected: 'not-proven'
    },
    {
      name: 'submit-of-another-meter',
      what: 'The records of a neighbour, signed by the member.',
      wire: file(notOfMeter(signSubmit(primitives, { ...submits[1]!.submit, memberId: me.memberId }, t, me.identity))),
      expected: 'proven'
    },
    {
      name: 'submit-of-own-meter',
      what: 'An honest SUBMIT accuses nobody.',
      wire: file(notOfMeter(submitted!)),
      expected: 'not-proven'
    },
    {
      name: 'submit-with-enrol-of-another',
      what: 'An ENROL that is not the member’s.',
      wire: file({ ...notOfMeter(submitted!), enrol: roster.enrols[1]! }),
      expected: 'not-proven'
    },
    {
      name: 'two-statements',
      what: 'Two DLISTs for one round.',
      wire: file({ kind: 'two-statements', statements: [honest, lie] }),
      expected: 'proven'
    },
    {
      name: 'one-statement-twice',
      what: 'The same DLIST twice.',
      wire: file({ kind: 'two-statements', statements: [honest, honest] }),
      expected: 'not-proven'
    },
    {
      name: 'pair',
      what: 'Two members say different things of their pad.',
      wire: file({ kind: 'pair', dlists: [lie, dlistOf(cast, other)] }),
      expected: 'proven'
    },
    {
      name: 'pair-honest',
      what: 'Two members who agree.',
      wire: file({ kind: 'pair', dlists: [honest, dlistOf(cast, other)] }),
      expected: 'not-proven'
    },
    { name: 'two-rosters', what: 'Two lists for one attempt.', wire: file(both(shorter)), expected: 'proven' },
    {
      name: 'two-attempts',
      what: 'The list of another attempt is no contradiction.',
      wire: file(both(later2)),
      expected: 'not-proven'
    },
    {
      ...{ name: 'two-rosters-forged', what: 'The second list is not signed by K.', expected: 'not-proven' },
      wire: file({ kind: 'two-rosters', other: signedByK(shorter, me.identity) })
    },
    {
      ...{ name: 'of-another-group', what: 'A group that the roster is not of.', expected: 'not-proven' },
      wire: encodeEvidence({ group: { ...group, name: 'Linden Court' }, roster, claim: both(shorter) })
    },
    {
      ...{ name: 'kind-unknown', what: 'A kind that does not exist.', expected: 'format evidence-kind' },
      wire: lp(
        TAGS.evidence,
        new TextEncoder().encode('rumour'),
        encodeGroup(group),
        lpList(roster.body, roster.signature),
        rho
      )
    }
  ]
}
