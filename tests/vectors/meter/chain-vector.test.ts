import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { decodeHead, decodeRecord } from '../../../app/domain/meter/decode-record'
import { decodeGenesis, genesisHash, verifyGenesis } from '../../../app/domain/meter/genesis'
import { hashRecord, headOf, verifyHead } from '../../../app/domain/meter/record'
import { decodePairing } from '../../../app/readings/wire/pairing-message'
import { commit, deriveBlinding, encodeScalar, fromHex, toHex } from '../../../crypto'
import { primitivesUnderTest } from '../../support/primitives-under-test'

const read = (path: string): string => readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8')

const vector = JSON.parse(read('chain.json')) as Readonly<
  Record<
    | 'meterKey'
    | 'meterId'
    | 'salt'
    | 'dayKey'
    | 'genesis'
    | 'genesisSignature'
    | 'genesisHash'
    | 'blinding'
    | 'record'
    | 'recordHash'
    | 'head'
    | 'headSignature'
    | 'pairing',
    string
  >
> & { readonly start: number; readonly value: number }

const bytes = (hex: string): Uint8Array => fromHex(hex, hex.length / 2)

describe.each(primitivesUnderTest)('the first record of a chain with %s primitives', (_, primitives) => {
  it('follows from GENESIS, day key and value', () => {
    const genesis = decodeGenesis(bytes(vector.genesis))
    expect(genesis).toMatchObject({ meterId: vector.meterId, obis: 0x0108, seconds: 900, start: vector.start })
    expect(verifyGenesis(primitives, { genesis, signature: bytes(vector.genesisSignature) })).toBe(true)
    expect(toHex(genesisHash(primitives, genesis))).toBe(vector.genesisHash)
    const record = decodeRecord(bytes(vector.record))
    const value = BigInt(vector.value)
    const blinding = deriveBlinding(primitives, bytes(vector.dayKey), { ...record, value })
    expect(toHex(encodeScalar(blinding))).toBe(vector.blinding)
    expect(record.commitment).toEqual(commit(value, blinding))
    expect(toHex(record.previousHash)).toBe(vector.genesisHash)
  })

  it('has a head that the meter signed', () => {
    const record = decodeRecord(bytes(vector.record))
    expect(toHex(hashRecord(primitives, record))).toBe(vector.recordHash)
    const head = decodeHead(bytes(vector.head))
    expect(head).toEqual(headOf(primitives, record))
    expect(verifyHead(primitives, { head, signature: bytes(vector.headSignature) }, bytes(vector.meterKey))).toBe(true)
  })

  it('has its key from a PAIRING of its day', () => {
    expect(decodePairing(bytes(vector.pairing))).toEqual({
      meterId: vector.meterId,
      day: vector.start / 86_400,
      key: bytes(vector.dayKey)
    })
  })
})

describe('docs/protocol/meter-chain.md', () => {
  it('shows these bytes', () => {
    const shown = read('../../../docs/protocol/meter-chain.md').replace(/\s+/gu, ' ')
    for (const name of ['genesisHash', 'genesisSignature', 'blinding', 'recordHash', 'headSignature'] as const)
      expect(shown, name).toContain(vector[name])
  })
})
