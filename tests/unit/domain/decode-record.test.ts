import { describe, expect, it } from 'vitest'
import { TAGS, lp, u16, u32, u64, utf8 } from '../../../crypto'
import { toUtcSeconds } from '../../../app/domain/interval'
import { decodeHead, decodeRecord } from '../../../app/domain/meter/decode-record'
import { OBIS_DRAWN, toMeterId } from '../../../app/domain/meter/meter'
import { type MeterRecord, encodeHead, encodeRecord } from '../../../app/domain/meter/record'

const record: MeterRecord = {
  meterId: toMeterId('1WVT0000000001'),
  obis: OBIS_DRAWN,
  counter: 7,
  intervalStart: toUtcSeconds(1_772_323_200),
  seconds: 900,
  status: 0,
  commitment: new Uint8Array(32).fill(3),
  previousHash: new Uint8Array(32).fill(4)
}

const { status: _status, commitment: _commitment, previousHash, ...place } = record
const head = { ...place, hash: previousHash }

describe('decodeRecord', () => {
  it('reads what encodeRecord writes', () => {
    expect(decodeRecord(encodeRecord(record))).toEqual(record)
  })

  it('refuses a head, another number of fields, and left-over bytes', () => {
    expect(() => decodeRecord(encodeHead(head))).toThrow('wrong-tag')
    expect(() => decodeRecord(encodeRecord(record).subarray(0, -1))).toThrow('truncated')
    expect(() => decodeRecord(new Uint8Array([...encodeRecord(record), 0]))).toThrow()
  })

  it('refuses a commitment of 31 bytes and a counter beyond 2^53', () => {
    expect(() => decodeRecord(encodeRecord({ ...record, commitment: new Uint8Array(31) }))).toThrow('wrong-length')
    const fields = [
      utf8('M'),
      u16(0x108),
      u64(2n ** 60n),
      u64(0),
      u32(900),
      u16(0),
      new Uint8Array(32),
      new Uint8Array(32)
    ]
    expect(() => decodeRecord(lp(TAGS.rec, ...fields))).toThrow('out-of-range')
  })

  it('refuses a meter id in lower case and a register that version 1 does not know', () => {
    const fields = (id: string, obis: number) =>
      lp(TAGS.rec, utf8(id), u16(obis), u64(0), u64(0), u32(900), u16(0), new Uint8Array(32), new Uint8Array(32))
    expect(() => decodeRecord(fields('abc', 0x108))).toThrow('meter-id')
    expect(() => decodeRecord(fields('ABC', 0x109))).toThrow('obis')
  })
})

describe('decodeHead', () => {
  it('reads what encodeHead writes and refuses a record', () => {
    expect(decodeHead(encodeHead(head))).toEqual(head)
    expect(() => decodeHead(encodeRecord(record))).toThrow('wrong-tag')
  })
})
