/** A member's day as the meter signed it: the chain is recomputed from the commitments, then the head is checked. */

import { type Primitives, ELEMENT_BYTES, concatBytes } from '../../crypto'
import { toUtcSeconds } from '../domain/interval'
import { type Head, type MeterRecord, hashRecord, headOf, verifyHead } from '../domain/meter/record'
import { firstRoundOf } from './epoch'
import type { MemberDay } from './messages/data'
import type { GroupParameters } from './messages/group-parameters'
import type { Submit } from './messages/submit'

type GroupShape = Pick<GroupParameters, 'obis' | 'seconds' | 'mode'>

/**
 * The HEAD that follows from a day without gaps. Everything but the commitments comes from who and when, so a record
 * of another meter, register or day gives another head (docs/attacks.md R16, R29).
 */
export function headOfDay(primitives: Primitives, group: GroupShape, utcDay: number, day: MemberDay): Head {
  const rounds = day.commitments.length / ELEMENT_BYTES
  let previousHash = day.previousHash
  for (let index = 0; index < rounds - 1; index++) {
    previousHash = hashRecord(primitives, recordAt(group, utcDay, day, index, previousHash))
  }
  return headOf(primitives, recordAt(group, utcDay, day, rounds - 1, previousHash))
}

/** What a SUBMIT shows of its member's day. @param meterId of the meter that the member's ENROL names. */
export function dayOfSubmit(meterId: MemberDay['meterId'], submit: Submit): MemberDay {
  return {
    meterId,
    firstCounter: submit.firstCounter,
    previousHash: submit.previousHash,
    commitments: concatBytes(...submit.coordinates.map(({ commitment }) => commitment)),
    headSignature: submit.headSignature
  }
}

/** True when `meterKey` signed the head of this day. */
export function verifyMemberDay(
  primitives: Primitives,
  group: GroupShape,
  utcDay: number,
  day: MemberDay,
  meterKey: Uint8Array
): boolean {
  const head = headOfDay(primitives, group, utcDay, day)
  return verifyHead(primitives, { head, signature: day.headSignature }, meterKey)
}

function recordAt(
  group: GroupShape,
  utcDay: number,
  day: MemberDay,
  index: number,
  previousHash: Uint8Array
): MeterRecord {
  return {
    meterId: day.meterId,
    obis: group.obis,
    counter: day.firstCounter + index,
    intervalStart: toUtcSeconds((firstRoundOf(group, utcDay) + index) * group.seconds),
    seconds: group.seconds,
    status: 0,
    commitment: day.commitments.subarray(index * ELEMENT_BYTES, (index + 1) * ELEMENT_BYTES),
    previousHash
  }
}
