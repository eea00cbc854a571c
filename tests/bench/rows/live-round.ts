/** What a live interval costs a household and the collector, and what it costs to find out who lied. */

import { createPublicKey, diffieHellman, generateKeyPairSync, sign, verify } from 'node:crypto'
import { faultOfSubmission } from '../../../app/rounds/aggregate'
import { makeDlist } from '../../../app/rounds/answer-ask'
import { contradictsDlist, padCommitmentFor } from '../../../app/rounds/evidence/contradictions'
import { judgeEndorsements, makeEndorse } from '../../../app/rounds/live/endorse-roster'
import { maskDay } from '../../../app/rounds/mask-day'
import { decodeEndorse } from '../../../app/rounds/messages/endorse'
import { verifyDlist } from '../../../app/rounds/messages/dlist'
import { decodeSubmit, encodeSubmit } from '../../../app/rounds/messages/submit'
import { decodePoint, equalBytes, equalPoints, padPointOfVartime } from '../../../crypto'
import { primitives } from '../../support/rounds/test-meter'
import type { BenchRow } from '../bench-row'
import { type LiveStand, makeLiveRound } from '../stand/live-round'
import { inPlace } from '../stand/round-day'
import { fastestOf } from '../stopwatch'
import { plainCommit, plainDecode } from '../yardsticks/plain-noble'

const SIZE = 50
const ROUNDS = 5
const BLAME_ROUNDS = 2
const MESSAGE_BYTES = 160

export const liveRound: BenchRow = {
  name: 'live-round',
  measure: async () => {
    const stand = makeLiveRound(SIZE)
    const others = SIZE - 1
    const signatures = plainSignatures(SIZE)
    const agreements = plainAgreements(others)
    const [setUp = 0, contribution = 0, arrival = 0, verifying = 0, agreeing = 0, plainArrival = 0] = await fastestOf(
      ROUNDS,
      [
        () => setUpOne(stand),
        () =>
          encodeSubmit(
            maskDay(primitives, stand.group, stand.roster.roster, stand.rho, first(stand).record, first(stand).secrets)
          ),
        () => {
          arriveOne(stand)
        },
        signatures,
        agreements,
        () => [plainCommit(7n, 11n ** 60n), plainDecode(first(stand).record.day.commitments)]
      ]
    )
    const pads = SIZE * others
    const [blame = 0, plainBlame = 0] = await fastestOf(BLAME_ROUNDS, [
      () => {
        blameAll(stand)
      },
      () => {
        for (let index = 0; index < pads; index++) plainDecode(plainCommit(11n ** 70n, 13n ** 60n))
      }
    ])
    const unit = 'ms' as const
    return [
      {
        ...{
          id: 'live-round.set-up-50',
          what: 'a roster of 50 endorsed, and the 50 ENDORSEs checked',
          value: setUp,
          unit,
          limit: 100
        },
        ...{ baseline: verifying, against: '50 Ed25519 signatures alone, node:crypto' }
      },
      {
        ...{
          id: 'live-round.contribution-50',
          what: 'one reading masked and signed, group of 50',
          value: contribution,
          unit,
          limit: 20
        },
        ...{ baseline: agreeing, against: '49 X25519 agreements alone, node:crypto' }
      },
      {
        ...{ id: 'live-round.arrival', what: 'a SUBMIT tested on arrival', value: arrival, unit, limit: 10 },
        ...{ baseline: plainArrival, against: 'one commitment and one decoding, plain noble' }
      },
      {
        ...{
          id: 'live-round.blame-50',
          what: 'DLISTs of all 50 made, checked and compared',
          value: blame,
          unit,
          limit: 3000
        },
        ...{ baseline: plainBlame, against: `${pads.toLocaleString('en')} commitments made and decoded, plain noble` }
      }
    ]
  }
}

function first({ members }: LiveStand): LiveStand['members'][number] {
  const [member] = members
  if (!member) throw new RangeError('a group without members')
  return member
}

async function setUpOne(stand: LiveStand): Promise<void> {
  const { roster, rho, t, endorsements } = stand
  makeEndorse(primitives, roster.roster, rho, t, first(stand).secrets)
  const state = await judgeEndorsements({ primitives, work: inPlace }, roster.roster, rho, endorsements)
  if (state !== 'complete') throw new Error('pads that cancel were refused')
}

/** As services/collector does it, without the board. */
function arriveOne(stand: LiveStand): void {
  const signed = decodeSubmit(encodeSubmit(first(stand).submit), 1)
  const [coordinate] = signed.submit.coordinates
  const [endorsement] = stand.endorsements
  if (!coordinate || !endorsement) throw new RangeError('a SUBMIT without a round')
  const { padPoint } = decodeEndorse(endorsement).endorse
  const fits = equalPoints(padPointOfVartime(coordinate.masked, coordinate.commitment), decodePoint(padPoint))
  if (!fits || faultOfSubmission(primitives, stand.group, stand.roster, signed))
    throw new Error('a true SUBMIT was refused')
}

function blameAll({ members, roster, rho, t }: LiveStand): void {
  const lists = members.map(({ secrets }) => makeDlist(primitives, roster.roster, rho, t, secrets))
  for (const [index, signed] of lists.entries()) {
    const [coordinate] = members[index]?.submit.submit.coordinates ?? []
    const point = coordinate && padPointOfVartime(coordinate.masked, coordinate.commitment)
    const isTrue = verifyDlist(primitives, signed) && point && !contradictsDlist(point, roster.roster, signed.dlist)
    if (!isTrue) throw new Error('an honest member was named')
    for (const other of lists.slice(index + 1)) {
      const mine = padCommitmentFor(roster.roster, signed.dlist, other.dlist.memberId)
      const yours = padCommitmentFor(roster.roster, other.dlist, signed.dlist.memberId)
      if (!mine || !yours || !equalBytes(mine, yours)) throw new Error('an honest pair was named')
    }
  }
}

function plainSignatures(count: number): () => void {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const message = Buffer.alloc(MESSAGE_BYTES, 3)
  const signature = sign(null, message, privateKey)
  return () => {
    for (let index = 0; index < count; index++) verify(null, message, publicKey, signature)
  }
}

function plainAgreements(count: number): () => void {
  const mine = generateKeyPairSync('x25519').privateKey
  const theirs = createPublicKey(generateKeyPairSync('x25519').publicKey.export({ format: 'pem', type: 'spki' }))
  return () => {
    for (let index = 0; index < count; index++) diffieHellman({ privateKey: mine, publicKey: theirs })
  }
}
