import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { faultOfSubmission } from '../../../app/rounds/aggregate'
import { createEnrolChecker } from '../../../app/rounds/enrol-checker'
import { historyCode } from '../../../app/rounds/history-code'
import { judgeRoster } from '../../../app/rounds/judge-roster'
import { decodeEnd, encodeEnd, verifyEnd } from '../../../app/rounds/messages/end'
import { decodeEnrol, encodeEnrol, verifyEnrol } from '../../../app/rounds/messages/enrol'
import { decodeGroup, encodeGroup, groupId } from '../../../app/rounds/messages/group-parameters'
import { decodeKeys, encodeKeys, verifyKeys } from '../../../app/rounds/messages/keys'
import { decodeRefuse, encodeRefuse, verifyRefuse } from '../../../app/rounds/messages/refuse'
import { decodeBoard, encodeBoard, entriesAfter, verifyBoard } from '../../../app/rounds/messages/board'
import { decodeAsk, encodeAsk, verifyAsk } from '../../../app/rounds/messages/ask'
import { decodeDlist, encodeDlist, verifyDlist } from '../../../app/rounds/messages/dlist'
import { decodeEndorse, encodeEndorse, verifyEndorse } from '../../../app/rounds/messages/endorse'
import { contradictsDlist } from '../../../app/rounds/evidence/contradictions'
import { decodeEvidence, encodeEvidence } from '../../../app/rounds/evidence/evidence'
import { verifyEvidence } from '../../../app/rounds/evidence/verify-evidence'
import { decodeRoster, decodeRosterBody, encodeRoster } from '../../../app/rounds/messages/roster'
import { decodeSubmit, encodeSubmit, verifySubmit } from '../../../app/rounds/messages/submit'
import { safetyNumber } from '../../../app/rounds/safety-number'
import { safetyWords } from '../../../app/rounds/safety-words'
import { verifyPublishedDay } from '../../../app/rounds/verify-published-day'
import {
  FormatError,
  type Scalar,
  concatBytes,
  decodePoint,
  encodeScalar,
  equalBytes,
  fromHex,
  maskWith,
  padBlinding,
  padValue,
  pairSeed,
  sumOfPads,
  toHex
} from '../../../crypto'
import { primitivesUnderTest } from '../../support/primitives-under-test'
import { roundVectors } from '../../support/rounds/round-vectors'
import { primitives } from '../../support/rounds/test-meter'
import { vectorWork } from '../../support/rounds/vector-cast'
import type { RoundVector } from '../../support/rounds/vectors/round-vector'
import { firstRoundOf, roundsPerEpoch } from '../../../app/rounds/epoch'

const folder = fileURLToPath(new URL('.', import.meta.url))
const vectors = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(`${folder}${name}`, 'utf8')) as RoundVector)
const wireOf = (name: string): Uint8Array => fromHex(vectors.find((vector) => vector.name === name)!.wire)
const text = ({ context }: RoundVector, field: string): string => String(context[field])
const bytes = (vector: RoundVector, field: string): Uint8Array => fromHex(text(vector, field))

/** Decodes, encodes again, verifies: what a second implementation has to find as well. */
const checks: Readonly<Record<RoundVector['message'], (vector: RoundVector) => string | Promise<string>>> = {
  group: (vector) => {
    const group = decodeGroup(fromHex(vector.wire))
    expect(toHex(encodeGroup(group))).toBe(vector.wire)
    expect(toHex(groupId(primitives, group))).toBe(text(vector, 'gid'))
    return 'ok'
  },
  enrol: (vector) => {
    const signed = decodeEnrol(fromHex(vector.wire))
    expect(toHex(encodeEnrol(signed))).toBe(vector.wire)
    return verifyEnrol(primitives, signed) ? 'ok' : 'not-verified'
  },
  end: (vector) => {
    const signed = decodeEnd(fromHex(vector.wire))
    expect(toHex(encodeEnd(signed))).toBe(vector.wire)
    return verifyEnd(primitives, signed, decodeEnrol(bytes(vector, 'enrol')).enrol) ? 'ok' : 'not-verified'
  },
  keys: (vector) => {
    const signed = decodeKeys(fromHex(vector.wire))
    expect(toHex(encodeKeys(signed))).toBe(vector.wire)
    return verifyKeys(primitives, signed, bytes(vector, 'memberId')) ? 'ok' : 'not-verified'
  },
  refuse: (vector) => {
    const signed = decodeRefuse(fromHex(vector.wire))
    expect(toHex(encodeRefuse(signed))).toBe(vector.wire)
    return verifyRefuse(primitives, signed) ? 'ok' : 'not-verified'
  },
  endorse: (vector) => {
    const signed = decodeEndorse(fromHex(vector.wire))
    expect(toHex(encodeEndorse(signed))).toBe(vector.wire)
    return verifyEndorse(primitives, signed) ? 'ok' : 'not-verified'
  },
  ask: (vector) => {
    const signed = decodeAsk(fromHex(vector.wire))
    expect(toHex(encodeAsk(signed))).toBe(vector.wire)
    const { collectorKey } = decodeGroup(bytes(vector, 'group'))
    return verifyAsk(primitives, signed, collectorKey) ? 'ok' : 'not-verified'
  },
  board: (vector) => {
    const signed = decodeBoard(fromHex(vector.wire))
    expect(toHex(encodeBoard(signed))).toBe(vector.wire)
    const entries = entriesAfter(primitives, 0, bytes(vector, 'gid'), bytes(vector, 'digests'))
    const { count, hash, gid } = signed.board
    if (!verifyBoard(primitives, signed, decodeGroup(bytes(vector, 'group')).collectorKey)) return 'not-verified'
    const leadsThere = entries.length === count && equalBytes(entries.at(-1)?.hash ?? gid, hash)
    return leadsThere ? 'ok' : 'other-entries'
  },
  dlist: (vector) => {
    const signed = decodeDlist(fromHex(vector.wire))
    expect(toHex(encodeDlist(signed))).toBe(vector.wire)
    if (!verifyDlist(primitives, signed)) return 'not-verified'
    // What ENDORSE says of all pads together, DLIST says of each of them.
    const point = decodePoint(decodeEndorse(wireOf('endorse-good')).endorse.padPoint)
    const roster = decodeRosterBody(bytes(vector, 'rosterBody'))
    return contradictsDlist(point, roster, signed.dlist) ? 'contradiction' : 'ok'
  },
  evidence: async (vector) => {
    const wire = fromHex(vector.wire)
    const { proven } = await verifyEvidence({ primitives, work: vectorWork }, wire)
    expect(toHex(encodeEvidence(decodeEvidence(wire)))).toBe(vector.wire)
    return proven ? 'proven' : 'not-proven'
  },
  roster: (vector) => {
    const signed = decodeRoster(fromHex(vector.wire))
    expect(toHex(encodeRoster(signed))).toBe(vector.wire)
    const { confirmed, companionsNeeded, utcDay, own } = vector.context as {
      confirmed: string[]
      companionsNeeded: number
      utcDay: number
      own: { memberId: string; meterKey: string; exchangeKey: string }
    }
    const group = decodeGroup(bytes(vector, 'group'))
    const judgement = judgeRoster(
      { primitives, checkEnrol: createEnrolChecker(primitives) },
      {
        ...{ gid: groupId(primitives, group), group, utcDay, companionsNeeded, knownEnds: [] },
        confirmed: new Set(confirmed),
        own: {
          memberId: fromHex(own.memberId),
          meterKey: fromHex(own.meterKey),
          exchangeKey: fromHex(own.exchangeKey)
        }
      },
      signed
    )
    if (!judgement.ok) return judgement.reason
    expect({ rho: toHex(judgement.rho), companions: judgement.companions }).toEqual({
      rho: text(vector, 'rho'),
      companions: vector.context['companions']
    })
    return 'ok'
  },
  pads: (vector) => {
    for (const [, each] of primitivesUnderTest) {
      const { memberIds, exchangeSecrets, exchangeKeys, t } = vector.context as {
        memberIds: string[]
        exchangeSecrets: string[]
        exchangeKeys: string[]
        t: number
      }
      const rho = bytes(vector, 'rho')
      const own = fromHex(exchangeSecrets[0]!)
      const seeds = memberIds.slice(1).map((id, index) => ({
        seed: pairSeed(each, own, fromHex(exchangeKeys[index + 1]!), rho, fromHex(memberIds[0]!), fromHex(id)),
        sign: 1 as const
      }))
      const seed = seeds[0]!.seed
      const sum = sumOfPads(each, seeds, rho, t)
      const blinding = littleEndian(bytes(vector, 'blinding'))
      const masked = maskWith({ value: BigInt(text(vector, 'value')), blinding }, sum)
      expect({
        pairSeed: toHex(seed),
        padValue: scalarHex(padValue(each, seed, rho, t)),
        padBlinding: scalarHex(padBlinding(each, seed, rho, t)),
        sumOfPadValues: scalarHex(sum.value),
        sumOfPadBlindings: scalarHex(sum.blinding),
        masked: scalarHex(masked.value),
        maskedBlinding: scalarHex(masked.blinding)
      }).toMatchObject({ pairSeed: text(vector, 'pairSeed'), masked: text(vector, 'masked') })
      expect(vector.context).toMatchObject({
        padValue: scalarHex(padValue(each, seed, rho, t)),
        padBlinding: scalarHex(padBlinding(each, seed, rho, t)),
        sumOfPadValues: scalarHex(sum.value),
        sumOfPadBlindings: scalarHex(sum.blinding),
        maskedBlinding: scalarHex(masked.blinding)
      })
    }
    return 'ok'
  },
  submit: (vector) => {
    const group = decodeGroup(bytes(vector, 'group'))
    const signed = decodeSubmit(fromHex(vector.wire), roundsPerEpoch(group))
    expect(toHex(encodeSubmit(signed))).toBe(vector.wire)
    const roster = decodeRoster(wireOf(text(vector, 'roster')))
    const fault = faultOfSubmission(primitives, group, roster, signed)
    const { utcDay } = roster.roster
    if (fault === null) expect(verifySubmit(primitives, signed, firstRoundOf(group, utcDay))).toBe(true)
    return fault ?? 'ok'
  },
  published: async (vector) => {
    const group = decodeGroup(bytes(vector, 'group'))
    const roster = decodeRoster(wireOf(text(vector, 'roster')))
    const { submit } = decodeSubmit(wireOf(text(vector, 'submit')), roundsPerEpoch(group))
    const ownIndex = roster.enrols.findIndex(({ enrol }) => equalBytes(enrol.memberId, submit.memberId))
    const finding = await verifyPublishedDay(
      { primitives, work: vectorWork },
      {
        ...{ group, utcDay: roster.roster.utcDay, rho: submit.rho, enrols: roster.enrols, ownIndex },
        ownDay: {
          ...{ meterId: roster.enrols[ownIndex]!.enrol.meterId, firstCounter: submit.firstCounter },
          ...{ previousHash: submit.previousHash, headSignature: submit.headSignature },
          commitments: concatBytes(...submit.coordinates.map(({ commitment }) => commitment))
        }
      },
      fromHex(vector.wire)
    )
    if (finding.kind === 'not-a-statement') return finding.kind
    if (finding.kind === 'false-data') return `false-data ${finding.fault} ${String(finding.member ?? '-')}`
    if ('sums' in vector.context) {
      expect(finding.rounds.map((round) => (round.state === 'verified' ? String(round.value) : null))).toEqual(
        vector.context['sums']
      )
    }
    return finding.rounds.map(({ state }) => state).join(' ')
  },
  'safety-number': (vector) => {
    const number = safetyNumber(primitives, {
      memberId: bytes(vector, 'memberId'),
      meterKey: bytes(vector, 'meterKey')
    })
    expect(safetyWords(text(vector, 'number')).join(' ')).toBe(text(vector, 'words'))
    return number === text(vector, 'number') ? 'ok' : 'other-number'
  },
  history: (vector) => {
    const told = (field: string): Uint8Array | null => (field in vector.context ? bytes(vector, field) : null)
    const code = historyCode(
      primitives,
      text(vector, 'digits'),
      bytes(vector, 'rho'),
      told('sumHash'),
      told('boardHash')
    )
    return code === text(vector, 'code') ? 'ok' : 'other-code'
  }
}

describe('the vectors of the rounds', () => {
  it.each(vectors.map((vector) => [vector.name, vector] as const))('%s', async (_, vector) => {
    let found: string
    try {
      found = await checks[vector.message](vector)
    } catch (error) {
      if (!(error instanceof FormatError)) throw error
      found = `format ${error.code}`
    }
    expect(found).toBe(vector.expected)
  })

  it('are those that the generator makes', async () => {
    const made = await roundVectors()
    // The way to new vectors: run this test once with the variable set, and look at the difference.
    if (process.env['WATTVEIL_WRITE_VECTORS']) writeVectors(made)
    expect(made.map(({ name }) => name).sort()).toEqual(vectors.map(({ name }) => name).sort())
    for (const vector of made) expect(vectors.find(({ name }) => name === vector.name)).toEqual(vector)
  })
})

function writeVectors(made: readonly RoundVector[]): void {
  for (const { name } of vectors) rmSync(`${folder}${name}.json`)
  for (const vector of made) writeFileSync(`${folder}${vector.name}.json`, `${JSON.stringify(vector, null, 2)}\n`)
}

function scalarHex(scalar: Scalar): string {
  return toHex(encodeScalar(scalar))
}

function littleEndian(field: Uint8Array): Scalar {
  return field.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n) as Scalar
}
