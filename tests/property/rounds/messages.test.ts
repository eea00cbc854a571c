import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maxIntervalEnergy } from '../../../app/domain/energy'
import { toUtcSeconds } from '../../../app/domain/interval'
import { OBIS_DRAWN, OBIS_FED_IN, toMeterId } from '../../../app/domain/meter/meter'
import { type MemberDay, decodeData, encodeData } from '../../../app/rounds/messages/data'
import { decodeEnd, encodeEnd, encodeEndBody } from '../../../app/rounds/messages/end'
import { decodeEnrol, encodeEnrol, encodeEnrolBody } from '../../../app/rounds/messages/enrol'
import { type GroupParameters, decodeGroup, encodeGroup } from '../../../app/rounds/messages/group-parameters'
import { decodeKeys, encodeKeys, encodeKeysBody } from '../../../app/rounds/messages/keys'
import { decodeRefuse, encodeRefuse, encodeRefuseBody } from '../../../app/rounds/messages/refuse'
import { decodeRosterBody, encodeRosterBody } from '../../../app/rounds/messages/roster'
import { decodeSubmit, encodeSubmit, signSubmit } from '../../../app/rounds/messages/submit'
import { type RoundSum, decodeSumBody, encodeSumBody } from '../../../app/rounds/messages/sum'
import { FormatError, GROUP_ORDER, type Scalar } from '../../../crypto'
import { primitives } from '../../support/rounds/test-meter'

const bytes = (length: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: length, maxLength: length })
const hash = bytes(32)
const signature = bytes(64)
const scalar = fc.bigInt({ min: 0n, max: GROUP_ORDER - 1n }).map((value) => value as Scalar)
const day = fc.integer({ min: 0, max: 2_900_000 })
const time = fc.integer({ min: 0, max: 250_000_000_000 }).map(toUtcSeconds)
const counter = fc.maxSafeNat()
const meterId = fc.stringMatching(/^[0-9A-Z]{1,32}$/u).map(toMeterId)
const ROUNDS = 3

/** decode∘encode is the identity, and there is one way only to write a value. */
function roundTrip<Value>(
  values: fc.Arbitrary<Value>,
  encode: (value: Value) => Uint8Array,
  decode: (wire: Uint8Array) => Value
): void {
  fc.assert(
    fc.property(values, fc.nat(), fc.nat({ max: 255 }), (value, at, byte) => {
      const wire = encode(value)
      expect(decode(wire)).toEqual(value)
      expect(encode(decode(wire))).toEqual(wire)
      // A changed byte is refused or says something else; never the same.
      const changed = Uint8Array.from(wire)
      const position = at % wire.length
      changed[position] = byte
      if (byte === wire[position]) return
      try {
        expect(encode(decode(changed))).toEqual(changed)
      } catch (error) {
        if (!(error instanceof FormatError)) throw error
      }
      for (const cut of [wire.slice(0, -1), wire.slice(1)]) expect(() => decode(cut)).toThrow(FormatError)
    }),
    { numRuns: 60 }
  )
}

describe('every message', () => {
  it('of a group is what it was', () => {
    const group: fc.Arbitrary<GroupParameters> = fc
      .record({
        collectorKey: hash,
        name: fc.stringMatching(/^[A-Za-zÄÖÜäöüß .-]{1,30}$/u).map((name) => name.normalize('NFC')),
        mode: fc.constantFrom('batch' as const, 'live' as const),
        obis: fc.constantFrom(OBIS_DRAWN, OBIS_FED_IN),
        unitExp: fc.constantFrom(0 as const, 1 as const, 2 as const),
        seconds: fc.constantFrom(60, 300, 900, 1800, 3600, 86_400),
        maxValue: fc.bigInt({ min: 1n, max: maxIntervalEnergy(0) }),
        minRoster: fc.integer({ min: 10, max: 200 })
      })
      .map((fields) => ({ ...fields, profile: 'S' as const }))
    roundTrip(group, encodeGroup, decodeGroup)
  })

  it('of enrolment is what it was', () => {
    const enrol = fc
      .record({
        gid: hash,
        memberId: hash,
        meterId,
        meterKey: hash,
        level: fc.constantFrom(0 as const, 1 as const, 2 as const),
        validFrom: time,
        days: fc.integer({ min: 1, max: 397 })
      })
      .map(({ days, ...fields }) => ({ ...fields, validTo: toUtcSeconds(fields.validFrom + days * 86_400) }))
    const signed = fc.tuple(enrol, signature, signature).map(([fields, meterSignature, memberSignature]) => ({
      enrol: fields,
      body: encodeEnrolBody(fields),
      meterSignature,
      memberSignature
    }))
    roundTrip(signed, encodeEnrol, decodeEnrol)
  })

  it('of a day is what it was', () => {
    const end = fc
      .tuple(fc.record({ enrolHash: hash, from: time }), signature)
      .map(([fields, own]) => ({ end: fields, body: encodeEndBody(fields), signature: own }))
    roundTrip(end, encodeEnd, decodeEnd)
    const keys = fc
      .tuple(fc.record({ gid: hash, utcDay: day, exchangeKey: hash }), signature)
      .map(([fields, own]) => ({ keys: fields, body: encodeKeysBody(fields), signature: own }))
    roundTrip(keys, encodeKeys, decodeKeys)
    const refuse = fc
      .tuple(fc.record({ rho: hash, memberId: hash }), signature)
      .map(([fields, own]) => ({ refuse: fields, body: encodeRefuseBody(fields), signature: own }))
    roundTrip(refuse, encodeRefuse, decodeRefuse)
  })

  it('of a roster is what it was', () => {
    const roster = fc.record({
      gid: hash,
      utcDay: day,
      attempt: fc.nat({ max: 255 }),
      members: fc.array(fc.record({ memberId: hash, meterKey: hash, exchangeKey: hash }), { maxLength: 6 })
    })
    roundTrip(roster, encodeRosterBody, decodeRosterBody)
  })

  it('of a submission is what it was', () => {
    const submit = fc.record({
      rho: hash,
      memberId: hash,
      firstCounter: counter,
      previousHash: hash,
      headSignature: signature,
      coordinates: fc.array(fc.record({ commitment: hash, masked: fc.record({ value: scalar, blinding: scalar }) }), {
        minLength: ROUNDS,
        maxLength: ROUNDS
      })
    })
    const signed = submit.map((fields) => signSubmit(primitives, fields, 1234, new Uint8Array(32).fill(5)))
    roundTrip(signed, encodeSubmit, (wire) => decodeSubmit(wire, ROUNDS))
  })

  it('of a sum is what it was', () => {
    const round: fc.Arbitrary<RoundSum> = fc.oneof(
      fc.constant<RoundSum>({ ok: false }),
      fc
        .record({ value: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), blinding: scalar })
        .map((fields): RoundSum => ({ ok: true, ...fields }))
    )
    const sum = fc.record({
      rho: hash,
      dataHash: hash,
      rounds: fc.array(round, { minLength: ROUNDS, maxLength: ROUNDS })
    })
    roundTrip(sum, encodeSumBody, (wire) => decodeSumBody(wire, ROUNDS))
    const member: fc.Arbitrary<MemberDay> = fc.record({
      ...{ meterId, firstCounter: counter, previousHash: hash, commitments: bytes(32 * ROUNDS) },
      headSignature: signature
    })
    const data = fc.array(member, { minLength: 2, maxLength: 2 })
    roundTrip(data, encodeData, (wire) => decodeData(wire, 2, ROUNDS))
  })
})
