/**
 * A page of records on the local interface (docs/han-interface.md): LP list without a label, four fields per record:
 * record, head signature (64 bytes), v (u32), register total (u64); the last two are empty once acknowledged.
 */

import { FormatError, lpFields, lpList, readU32, readU64, u32, u64 } from '../../../crypto'
import { decodeRecord } from '../../domain/meter/decode-record'
import { encodeRecord } from '../../domain/meter/record'
import { MAX_PAGE_RECORDS, type Metered, type OfferedRecord } from '../meter-link'

const FIELDS = 4
/** Longest record: 32 bytes of meter id and 151 others. */
const MAX_RECORD_BYTES = 183
const SIGNATURE_BYTES = 64
const NOTHING = new Uint8Array(0)
/** Lengths of four fields, record, value, signature, register. */
const MAX_ENTRY_BYTES = FIELDS * 4 + MAX_RECORD_BYTES + 4 + SIGNATURE_BYTES + 8

export const MAX_PAGE_BYTES = MAX_PAGE_RECORDS * MAX_ENTRY_BYTES

export function encodeRecordPage(records: readonly OfferedRecord[]): Uint8Array {
  return lpList(
    ...records.flatMap(({ record, headSignature, metered }) => [
      encodeRecord(record),
      headSignature,
      metered ? u32(metered.value) : NOTHING,
      metered ? u64(metered.register) : NOTHING
    ])
  )
}

/** @throws FormatError naming the record and the field; also for more records than `limit`. */
export function decodeRecordPage(bytes: Uint8Array, limit: number): readonly OfferedRecord[] {
  const fields = lpFields(bytes, { maxBytes: MAX_PAGE_BYTES, maxFields: FIELDS * limit })
  if (fields.length % FIELDS !== 0) throw new FormatError('wrong-field-count', 'page')
  return Array.from({ length: fields.length / FIELDS }, (_, index) => entryAt(fields, index))
}

function entryAt(fields: readonly Uint8Array[], index: number): OfferedRecord {
  const [record, headSignature, value, register] = fields.slice(FIELDS * index, FIELDS * (index + 1))
  if (!record || !value || !register) throw new FormatError('missing', `page[${index}]`)
  if (headSignature?.length !== SIGNATURE_BYTES) throw new FormatError('wrong-length', `page[${index}].headSignature`)
  return {
    record: decodeRecord(record),
    headSignature: headSignature.slice(),
    metered: value.length === 0 && register.length === 0 ? null : meteredOf(value, register, index)
  }
}

function meteredOf(value: Uint8Array, register: Uint8Array, index: number): Metered {
  const total = readU64(register, `page[${index}].register`)
  // The database holds signed 64-bit integers.
  if (total >= 2n ** 63n) throw new FormatError('out-of-range', `page[${index}].register`)
  return { value: BigInt(readU32(value, `page[${index}].value`)), register: total }
}
