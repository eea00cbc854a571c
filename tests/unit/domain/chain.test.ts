import { describe, expect, it } from 'vitest'
import { noblePrimitives as primitives } from '../../../crypto'
import { toUtcSeconds } from '../../../app/domain/interval'
import {
  type Genesis,
  decodeGenesis,
  encodeGenesis,
  genesisHash,
  verifyGenesis
} from '../../../app/domain/meter/genesis'
import { OBIS_DRAWN, OBIS_FED_IN, toMeterId } from '../../../app/domain/meter/meter'
import { type MeterRecord, STATUS, encodeHead, headOf, hashRecord, verifyHead } from '../../../app/domain/meter/record'
import { verifyChain } from '../../../app/domain/meter/verify-chain'

const secret = new Uint8Array(32).fill(7)
const genesis: Genesis = {
  meterId: toMeterId('1EMH0012345678'),
  obis: OBIS_DRAWN,
  meterKey: primitives.ed25519.publicKey(secret),
  seconds: 900,
  unitExp: 0,
  start: toUtcSeconds(1_772_323_200),
  salt: new Uint8Array(16).fill(1)
}
const chain = { meterId: genesis.meterId, obis: genesis.obis }
const origin = { counter: -1, hash: genesisHash(primitives, genesis), end: genesis.start }

function records(count: number): MeterRecord[] {
  const made: MeterRecord[] = []
  let previousHash = origin.hash
  for (let counter = 0; counter < count; counter++) {
    const record: MeterRecord = {
      ...chain,
      counter,
      intervalStart: toUtcSeconds(genesis.start + counter * 900),
      seconds: 900,
      status: 0,
      commitment: new Uint8Array(32).fill(counter + 1),
      previousHash
    }
    made.push(record)
    previousHash = hashRecord(primitives, record)
  }
  return made
}

function changed(at: number, change: Partial<MeterRecord>): MeterRecord[] {
  return records(6).map((record, index) => (index === at ? { ...record, ...change } : record))
}

const faultOf = (run: readonly MeterRecord[]) => verifyChain(primitives, chain, 900, origin, run)

describe('GENESIS', () => {
  it('decodes to what was encoded', () => {
    expect(decodeGenesis(encodeGenesis(genesis))).toEqual(genesis)
  })

  it('is accepted only with the signature of the meter key it names', () => {
    const signature = primitives.ed25519.sign(secret, encodeGenesis(genesis))
    expect(verifyGenesis(primitives, { genesis, signature })).toBe(true)
    expect(verifyGenesis(primitives, { genesis: { ...genesis, unitExp: 1 }, signature })).toBe(false)
  })

  it.each([
    ['an interval that does not divide the day', { seconds: 7000 }, 'interval-seconds'],
    ['a short salt', { salt: new Uint8Array(15) }, 'salt-length'],
    ['a short key', { meterKey: new Uint8Array(31) }, 'key-length']
  ])('refuses %s', (_, change, code) => {
    expect(() => decodeGenesis(encodeGenesis({ ...genesis, ...change }))).toThrow(
      expect.objectContaining({ code }) as Error
    )
  })

  it('refuses bytes left over and bytes missing', () => {
    const bytes = encodeGenesis(genesis)
    expect(() => decodeGenesis(new Uint8Array([...bytes, 0]))).toThrow()
    expect(() => decodeGenesis(bytes.slice(0, -1))).toThrow()
  })
})

describe('verifyChain', () => {
  it('follows a run to its last record', () => {
    const run = records(6)
    const result = faultOf(run)
    const last = run.at(-1)
    expect(last && result).toEqual({
      ok: true,
      position: { counter: 5, hash: last && hashRecord(primitives, last), end: genesis.start + 6 * 900 }
    })
  })

  it.each([
    ['a commitment was changed', 2, { commitment: new Uint8Array(32).fill(99) }, 'link', 3],
    ['a record is another register', 2, { obis: OBIS_FED_IN }, 'other-chain', 2],
    ['a counter jumps', 2, { counter: 3 }, 'counter', 3],
    ['an interval overlaps by a second', 2, { intervalStart: toUtcSeconds(genesis.start + 1799) }, 'time', 2],
    ['an unknown status bit is set', 2, { status: 16 }, 'status', 2],
    ['a usual record has an unusual length', 5, { seconds: 60 }, 'length', 5]
  ] as const)('names the record when %s', (_, at, change, fault, counter) => {
    expect(faultOf(changed(at, change))).toMatchObject({ ok: false, fault, counter })
  })

  it('names the hole when a record is dropped or two are exchanged', () => {
    const run = records(6)
    expect(faultOf(run.filter((_, index) => index !== 3))).toMatchObject({ ok: false, fault: 'counter', counter: 4 })
    const [first, second, ...rest] = run
    expect(first && second && faultOf([second, first, ...rest])).toMatchObject({ ok: false, fault: 'counter' })
  })

  it('accepts a gap record of unusual length: an outage is no fault', () => {
    const run = records(2)
    const last = run[1]
    if (!last) throw new Error('no record')
    const gap: MeterRecord = {
      ...last,
      counter: 2,
      intervalStart: toUtcSeconds(genesis.start + 1800),
      seconds: 12_600,
      status: STATUS.outage,
      previousHash: hashRecord(primitives, last)
    }
    expect(faultOf([...run, gap])).toMatchObject({ ok: true, position: { end: genesis.start + 14_400 } })
  })
})

describe('HEAD', () => {
  it('commits to all records before it and is bound to its counter', () => {
    const [first] = records(1)
    if (!first) throw new Error('no record')
    const head = headOf(primitives, first)
    const signature = primitives.ed25519.sign(secret, encodeHead(head))
    expect(verifyHead(primitives, { head, signature }, genesis.meterKey)).toBe(true)
    expect(verifyHead(primitives, { head: { ...head, counter: 1 }, signature }, genesis.meterKey)).toBe(false)
  })
})
