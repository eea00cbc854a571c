import { describe, expect, it } from 'vitest'
import { decodeBill, encodeBill } from '../../../app/bills/documents/bill-document'
import { decodeContract, encodeContract } from '../../../app/bills/documents/contract-document'
import { decodeIndexList, encodeIndexList } from '../../../app/bills/documents/index-document'
import {
  MAX_FILE_BYTES,
  decodeSignedFile,
  encodeSignedFile,
  isSignedBy,
  readBody,
  signFile
} from '../../../app/bills/documents/signed-file'
import { type StrictJson, readStrictJson } from '../../../app/bills/documents/strict-json'
import { decodeTariff, encodeTariff } from '../../../app/bills/documents/tariff-document'
import { toUtcSeconds } from '../../../app/domain/interval'
import { noblePrimitives, toBase64, toHex, utf8 } from '../../../crypto'
import { flatTariff, threeTimesTariff } from '../../../services/supplier/example-tariffs'
import { billCase, exampleTerms, makeList } from '../../support/bills/bill-case'
import { seededRandom } from '../../support/seeded-random'

const limits = { maxBytes: 1_000_000, maxDepth: 10, maxValues: 100_000 }
const wire = (bytes: Uint8Array): StrictJson => readStrictJson(bytes, limits)
type Json = Record<string, unknown>
const plain = (bytes: Uint8Array): Json => JSON.parse(new TextDecoder().decode(bytes)) as Json
const again = (json: unknown): StrictJson => wire(utf8(JSON.stringify(json)))

const right = billCase({ seconds: 3600 })
const seed = seededRandom('documents').bytes(32)
const key = noblePrimitives.ed25519.publicKey(seed)

describe('decodeSignedFile', () => {
  const file = signFile(noblePrimitives, 'tariff', encodeTariff(right.tariff), seed)
  const json = plain(encodeSignedFile(file))
  const decode = (change: Json) => decodeSignedFile(noblePrimitives, utf8(JSON.stringify({ ...json, ...change })))

  it('reads what encodeSignedFile writes, and whose signature it is', () => {
    const read = decodeSignedFile(noblePrimitives, encodeSignedFile(file))
    expect(read).toEqual(file)
    expect(isSignedBy(noblePrimitives, read, key)).toBe(true)
    expect(isSignedBy(noblePrimitives, read, seed)).toBe(false)
  })

  it('does not let a signature of one kind of document stand for another', () => {
    const asBill = decode({ format: 'wattveil-bill/1' })
    expect(isSignedBy(noblePrimitives, asBill, key)).toBe(false)
    expect(asBill.hash).not.toBe(file.hash)
  })

  it('verifies the bytes as received: spaces in the container change nothing, one space in the body everything', () => {
    const spaced = utf8(`\n ${JSON.stringify(json, null, 4).replaceAll('\n', '\r\n')} `)
    expect(isSignedBy(noblePrimitives, decodeSignedFile(noblePrimitives, spaced), key)).toBe(true)
    const body = new Uint8Array([...file.body, 0x20])
    expect(isSignedBy(noblePrimitives, decode({ body: toBase64(body) }), key)).toBe(false)
  })

  it.each([
    ['a later version', { format: 'wattveil-bill/3' }, 'newer-version'],
    ['a later version with fields of its own', { format: 'wattveil-bill/3', seal: 'x' }, 'newer-version'],
    ['another format', { format: 'otherbill/1' }, 'unknown-format'],
    ['version 01', { format: 'wattveil-bill/01' }, 'unknown-format'],
    ['no format', { format: undefined }, 'unknown-format'],
    ['an unknown field', { key: toHex(key) }, 'unknown-field'],
    ['a signature of 63 bytes', { sig: toHex(file.signature).slice(2) }, 'wrong-length'],
    ['a signature in upper case', { sig: toHex(file.signature).toUpperCase() }, 'not-hex'],
    ['a body that is no base64', { body: '****' }, 'not-canonical'],
    ['a body without its padding', { body: 'YQ' }, 'wrong-length'],
    ['no body', { body: undefined }, 'wrong-field'],
    [
      'a household signature on something else than a contract',
      { householdSig: toHex(file.signature) },
      'unknown-field'
    ]
  ])('refuses %s', (_, change, code) => {
    expect(() => decode(change)).toThrow(expect.objectContaining({ name: 'FormatError', code }))
  })

  it('refuses a file that is too large before it looks inside', () => {
    expect(() => decodeSignedFile(noblePrimitives, new Uint8Array(MAX_FILE_BYTES + 1))).toThrow('too-large')
  })
})

describe('decodeTariff', () => {
  const json = plain(encodeTariff(threeTimesTariff(exampleTerms())))
  const components = json['components'] as Json[]
  const withEnergy = (change: Json): Json => ({ ...json, components: [{ ...components[0], ...change }, components[1]] })
  const window = (from: string, to: string, name = 'A') => ({
    name,
    times: [{ days: '1234567', from, to }],
    prices: [{ from: '2026-01-01', price: '1' }]
  })

  it('reads what encodeTariff writes', () => {
    for (const tariff of [right.tariff, flatTariff(exampleTerms())])
      expect(decodeTariff(wire(encodeTariff(tariff)))).toEqual(tariff)
  })

  it.each([
    ['without an end date', { ...json, valid: { from: '2026-01-01' } }, 'wrong-field'],
    ['that ends before it begins', { ...json, valid: { from: '2026-02-01', to: '2026-01-01' } }, 'ends-before-start'],
    ['valid for twenty years', { ...json, valid: { from: '2026-01-01', to: '2046-01-01' } }, 'valid-too-long'],
    ['without a time zone', { ...json, zone: undefined }, 'wrong-field'],
    ['with a time zone nobody knows', { ...json, zone: 'Mars/Olympus' }, 'unknown-time-zone'],
    ['with an offset for a zone', { ...json, zone: '+01:00' }, 'unknown-time-zone'],
    ['with a field nobody knows', { ...json, discount: '5' }, 'unknown-field'],
    ['with a day that does not exist', { ...json, valid: { from: '2026-02-30', to: '2026-12-31' } }, 'not-a-date'],
    [
      'whose windows overlap',
      withEnergy({ windows: [window('00:00', '12:00'), window('11:00', '24:00', 'B')] }),
      'windows-overlap'
    ],
    [
      'whose windows leave an hour out',
      withEnergy({ windows: [window('00:00', '12:00'), window('13:00', '24:00', 'B')] }),
      'windows-incomplete'
    ],
    [
      'with a window that ends before it begins',
      withEnergy({ windows: [window('22:00', '06:00')] }),
      'ends-before-start'
    ],
    [
      'with a name used twice',
      withEnergy({ windows: [window('00:00', '12:00'), window('12:00', '24:00')] }),
      'name-twice'
    ],
    [
      'with a price that begins after the tariff',
      withEnergy({ windows: [{ ...window('00:00', '24:00'), prices: [{ from: '2026-05-01', price: '1' }] }] }),
      'no-price-at-start'
    ],
    [
      'with prices out of order',
      withEnergy({
        windows: [
          {
            ...window('00:00', '24:00'),
            prices: [
              { from: '2026-01-01', price: '1' },
              { from: '2026-01-01', price: '2' }
            ]
          }
        ]
      }),
      'not-ascending'
    ],
    [
      'with a price of 2^31',
      withEnergy({ windows: [{ ...window('00:00', '24:00'), prices: [{ from: '2026-01-01', price: '2147483648' }] }] }),
      'out-of-range'
    ],
    ['with a name in another direction', withEnergy({ name: 'Strom\u202Eabc' }), 'unsafe-text'],
    ['with a zero-width name', withEnergy({ name: 'Strom\u200B' }), 'unsafe-text'],
    ['with VAT of 101 %', withEnergy({ vat: '10100' }), 'out-of-range'],
    ['with a component of an unknown kind', { ...json, components: [{ kind: 'gift', name: 'x' }] }, 'wrong-field']
  ])('refuses a tariff %s', (_, body, code) => {
    expect(() => decodeTariff(again(body))).toThrow(expect.objectContaining({ name: 'FormatError', code }))
  })

  it('refuses two index components', () => {
    const index = { kind: 'index', name: 'Spot', vat: '1900', aNum: '1000000', b: '0' }
    const body = { ...json, components: [index, { ...index, name: 'Spot 2' }] }
    expect(() => decodeTariff(again(body))).toThrow('more-than-one-index')
  })

  it.each(['1e3', '-0', '01', ' 1', '1.0', '+1', '１２', 'NaN', '', '0x10'])('refuses the number %j', (price) => {
    const body = withEnergy({ windows: [{ ...window('00:00', '24:00'), prices: [{ from: '2026-01-01', price }] }] })
    expect(() => decodeTariff(again(body))).toThrow('not-an-integer')
  })
})

describe('decodeIndexList', () => {
  const list = makeList([1n, -2n, 3n, 4n], toUtcSeconds(900_000), 900)
  const json = plain(encodeIndexList(list))

  it('reads what encodeIndexList writes, negative prices too', () => {
    expect(decodeIndexList(wire(encodeIndexList(list)))).toEqual(list)
  })

  it.each([
    ['one price missing', { prices: ['1', '2', '3'] }, 'index-count'],
    ['one price doubled', { prices: ['1', '2', '2', '3', '4'] }, 'index-count'],
    ['a price of 2^31', { prices: ['1', '2', '3', '2147483648'] }, 'out-of-range'],
    ['steps off their raster', { start: '900001', end: '903601' }, 'off-raster'],
    ['an end before its start', { end: '0' }, 'index-count']
  ])('refuses a list with %s', (_, change, code) => {
    expect(() => decodeIndexList(again({ ...json, ...change }))).toThrow(expect.objectContaining({ code }))
  })
})

describe('decodeContract', () => {
  const { document } = right.contract
  const json = plain(encodeContract(document))

  it('reads what encodeContract writes', () => {
    expect(decodeContract(wire(encodeContract(document)))).toEqual(document)
  })

  it.each([
    ['that ends before it begins', { last: '2026-02-28' }, 'ends-before-start'],
    [
      'without a tariff on its first day',
      { tariffs: [{ hash: 'ab'.repeat(32), from: '2026-03-02' }] },
      'no-tariff-at-start'
    ],
    ['in another currency', { currency: 'USD' }, 'wrong-field'],
    ['with another calendar', { billing: 'weekly' }, 'wrong-field'],
    [
      'with a meter id in lower case',
      { registers: [{ ...(json['registers'] as Json[])[0], meterId: 'abc' }] },
      'meter-id'
    ]
  ])('refuses a contract %s', (_, change, code) => {
    expect(() => decodeContract(again({ ...json, ...change }))).toThrow(expect.objectContaining({ code }))
  })
})

describe('decodeBill', () => {
  it('reads what encodeBill writes', () => {
    expect(decodeBill(wire(encodeBill(right.bill)))).toEqual(right.bill)
  })

  it('has no place for bases, keys or readings of its own (K8)', () => {
    const json = plain(encodeBill(right.bill))
    for (const field of ['G', 'H', 'key', 'supplierKey', 'valueBase', 'readings']) {
      expect(() => decodeBill(again({ ...json, [field]: 'ab'.repeat(32) }))).toThrow('unknown-field')
    }
  })

  it('reads the body of a signed file only through the strict reader', () => {
    const file = right.sign(right.bill)
    expect(decodeBill(readBody(file))).toEqual(right.bill)
  })
})
