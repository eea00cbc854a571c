/** What a live interval costs a household and the collector, and what it costs to find out who lied. */

import { createPublicKey, diffieHellman, generateKeyPairSync, sign, verify } from 'node:crypto'
import { faultOfSubmission } from '../../../app/rounds/aggregate'
import { makeDlist } from '../../../app/rounds/answer-ask'
import { contradictsDlist, padCommitmentFor } from '../../../app/rounds/evidence/contradictions'
import { judgeEndorsements, makeEndorse } from '../../../app/rounds/live/endorse-roster'
import { maskDay } from '../../../app/rounds/mask-day'
import { decodeEndorse } from '../../../app/rounds/messages/endorse'
import { verifyDlist } from '../../../app/rounds/messages/dlist'
import { type SignedSubmit, decodeSubmit, encodeSubmit } from '../../../app/rounds/messages/submit'
import { decodePoint, equalBytes, equalPoints, padPointOfVartime } from '../../../crypto'
import type { BenchRow, Measurement } from '../bench-row'
import { type LiveStand, liveSubmits, makeLiveRound } from '../stand/live-round'
import { inPlace } from '../stand/round-day'
import { cheapestOf } from '../stopwatch'
import { plainCommit, plainDecode } from '../yardsticks/plain-noble'
import { primitives } from '../stand/platform'

const SIZES = [10, 20, 50, 100, 200]
/** The size that times are promised for. */
const PROMISED = 50
/** The sizes that accusers are measured with; one SUBMIT is the same work in any group. */
const BLAMED = [10, PROMISED]
const ROUNDS = 5
const BLAME_ROUNDS = 2
const MESSAGE_BYTES = 160

export const liveRound: BenchRow = {
  name: 'live-round',
  measure: async (_, wants) => {
    const measurements: Measurement[] = []
    for (const size of SIZES.filter(
      (one) => wants(`live-round.set-up-${one}`) || wants(`live-round.contribution-${one}`)
    )) {
      const stand = makeLiveRound(size)
      measurements.push(...(await measureMember(size, stand)))
      const submits = BLAMED.includes(size) ? liveSubmits(stand) : []
      if (size === BLAMED[0]) measurements.push(await measureArrival(stand, submits))
      if (submits.length > 0 && wants(`live-round.blame-${size}`))
        measurements.push(await measureBlame(size, stand, submits))
    }
    return measurements
  }
}

/** What one household does before the interval, and after it. */
async function measureMember(size: number, stand: LiveStand): Promise<readonly Measurement[]> {
  const { group, roster, rho } = stand
  const { record, secrets } = first(stand.members)
  const [setUp = 0, contribution = 0, verifying = 0, agreeing = 0] = await cheapestOf(ROUNDS, [
    () => setUpOne(stand),
    () => encodeSubmit(maskDay(primitives, group, roster.roster, rho, record, secrets)),
    plainSignatures(size),
    plainAgreements(size - 1)
  ])
  const unit = 'ms' as const
  return [
    {
      ...{ id: `live-round.set-up-${size}`, what: `a roster of ${size} endorsed, and the ${size} ENDORSEs checked` },
      ...{ value: setUp, unit, limit: size === PROMISED ? 100 : null },
      ...{ baseline: verifying, against: `${size} Ed25519 signatures alone, node:crypto` }
    },
    {
      ...{ id: `live-round.contribution-${size}`, what: `one reading masked and signed, group of ${size}` },
      ...{ value: contribution, unit, limit: size === PROMISED ? 20 : null },
      ...{ baseline: agreeing, against: `${size - 1} X25519 agreements alone, node:crypto` }
    }
  ]
}

/** What the collector does when a SUBMIT comes. */
async function measureArrival(stand: LiveStand, submits: readonly SignedSubmit[]): Promise<Measurement> {
  const { record } = first(stand.members)
  const [arrival = 0, plainArrival = 0] = await cheapestOf(ROUNDS, [
    () => {
      arriveOne(stand, first(submits))
    },
    () => [plainCommit(7n, 11n ** 60n), plainDecode(record.day.commitments)]
  ])
  return {
    ...{ id: 'live-round.arrival', what: 'a SUBMIT tested on arrival', value: arrival, unit: 'ms', limit: 10 },
    ...{ baseline: plainArrival, against: 'one commitment and one decoding, plain noble' }
  }
}

/** What all do when one has lied. */
async function measureBlame(size: number, stand: LiveStand, submits: readonly SignedSubmit[]): Promise<Measurement> {
  const pads = size * (size - 1)
  const [blame = 0, plainBlame = 0] = await cheapestOf(BLAME_ROUNDS, [
    () => {
      blameAll(stand, submits)
    },
    () => {
      for (let index = 0; index < pads; index++) plainDecode(plainCommit(11n ** 70n, 13n ** 60n))
    }
  ])
  return {
    ...{ id: `live-round.blame-${size}`, what: `DLISTs of all ${size} made, checked and compared`, value: blame },
    ...{ unit: 'ms', limit: size === PROMISED ? 3000 : null, baseline: plainBlame },
    against: `${pads.toLocaleString('en')} commitments made and decoded, plain noble`
  }
}

function first<Item>([item]: readonly Item[]): Item {
  if (!item) throw new RangeError('a group without members')
  return item
}

async function setUpOne(stand: LiveStand): Promise<void> {
  const { roster, rho, t, endorsements } = stand
  makeEndorse(primitives, roster.roster, rho, t, first(stand.members).secrets)
  const state = await judgeEndorsements({ primitives, work: inPlace }, roster.roster, rho, endorsements)
  if (state !== 'complete') throw new Error('pads that cancel were refused')
}

/** As services/collector does it, without the board. */
function arriveOne(stand: LiveStand, submit: SignedSubmit): void {
  const signed = decodeSubmit(encodeSubmit(submit), 1)
  const [coordinate] = signed.submit.coordinates
  const [endorsement] = stand.endorsements
  if (!coordinate || !endorsement) throw new RangeError('a SUBMIT without a round')
  const { padPoint } = decodeEndorse(endorsement).endorse
  const fits = equalPoints(padPointOfVartime(coordinate.masked, coordinate.commitment), decodePoint(padPoint))
  if (!fits || faultOfSubmission(primitives, stand.group, stand.roster, signed))
    throw new Error('a true SUBMIT was refused')
}

function blameAll({ members, roster, rho, t }: LiveStand, submits: readonly SignedSubmit[]): void {
  const lists = members.map(({ secrets }) => makeDlist(primitives, roster.roster, rho, t, secrets))
  for (const [index, signed] of lists.entries()) {
    const [coordinate] = submits[index]?.submit.coordinates ?? []
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
