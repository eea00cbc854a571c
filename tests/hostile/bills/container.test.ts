/** Attack catalogue, rows B: each test is named after its row. One hour is one interval here, to be quick. */

import { describe, expect, it } from 'vitest'
import { encodeBill } from '../../../app/bills/documents/bill-document'
import { encodeSignedFile, signFile } from '../../../app/bills/documents/signed-file'
import { takeBill } from '../../../app/bills/take-bill'
import { verifyBill } from '../../../app/bills/verify-bill'
import { GROUP_ORDER, utf8 } from '../../../crypto'
import { primitives } from '../../support/bills/bill-case'
import { seededRandom } from '../../support/seeded-random'
import { hourly, dynamic, told, verifyBody, verifyJson } from '../../support/bills/attack'

describe('attacks on the file of a bill', { timeout: 60_000 }, () => {
  it('B5 T + l, and numbers that are written otherwise than as decimal text', async () => {
    const made = dynamic()
    const { index } = made.bill
    if (!index) throw new Error('no index part')
    const wrapped = { ...made.bill, index: { ...index, amount: index.amount + GROUP_ORDER } }
    expect(told(await made.verify(wrapped))).toEqual(['cannot-be-checked', 'V1 damaged'])
    for (const text of ['1e3', '-0', '01', 'NaN', '１２', '+1', '1.0', ' 1']) {
      expect(told(await verifyJson(made, (json) => ({ ...json, total: text })))).toEqual([
        'cannot-be-checked',
        'V1 damaged'
      ])
    }
    expect(told(await verifyJson(made, (json) => ({ ...json, total: 1000 })))).toEqual([
      'cannot-be-checked',
      'V1 damaged'
    ])
  })

  it('B16 a bill signed with another key, or written again after it was signed', async () => {
    const made = hourly()
    const forged = signFile(primitives, 'bill', encodeBill(made.bill), seededRandom('forger').bytes(32))
    const result = await made.verifyBytes(encodeSignedFile(forged))
    expect(told(result)).toEqual(['not-genuine', 'V3 signature-false'])
    expect(result.checks.filter(({ state }) => state === 'not-reached')).toHaveLength(16)
    const signed = made.sign(made.bill)
    const rewritten = utf8(JSON.stringify(JSON.parse(new TextDecoder().decode(signed.body)), null, 1))
    expect(told(await made.verifyBytes(encodeSignedFile({ ...signed, body: rewritten })))).toEqual([
      'not-genuine',
      'V3 signature-false'
    ])
    const reordered = utf8(
      JSON.stringify(
        Object.fromEntries(Object.entries(JSON.parse(new TextDecoder().decode(signed.body)) as object).reverse())
      )
    )
    expect(told(await made.verifyBytes(encodeSignedFile({ ...signed, body: reordered })))).toEqual([
      'not-genuine',
      'V3 signature-false'
    ])
  })

  it('B16 nothing is believed without a contract', async () => {
    const made = hourly()
    const sources = { ...made.sources, store: { ...made.store, contracts: () => [] } }
    expect(told(await verifyBill(sources, encodeSignedFile(made.sign(made.bill))))).toEqual([
      'cannot-be-checked',
      'V3 no-contract'
    ])
  })

  it('B17 unknown fields, doubled names, deep nesting, a flood, a byte order mark, half a file', async () => {
    const made = hourly()
    const damaged = ['cannot-be-checked', 'V1 damaged']
    expect(told(await verifyJson(made, (json) => ({ ...json, discount: '5' })))).toEqual(damaged)
    const body = new TextDecoder().decode(encodeBill(made.bill))
    const doubled = body.replace('"total":', '"total":"1","total":')
    expect(told(await verifyBody(made, doubled))).toEqual(damaged)
    expect(told(await verifyBody(made, '['.repeat(100_000)))).toEqual(['cannot-be-checked', 'V1 too-large'])
    expect(told(await verifyBody(made, `\ufeff${body}`))).toEqual(damaged)
    expect(told(await made.verifyBytes(new Uint8Array(9 * 2 ** 20)))).toEqual(['cannot-be-checked', 'V1 too-large'])
    const file = encodeSignedFile(made.sign(made.bill))
    for (const length of [0, 1, 40, Math.floor(file.length / 2), file.length - 3]) {
      expect(told(await made.verifyBytes(file.slice(0, length)))).toEqual(damaged)
    }
    const windows = utf8(new TextDecoder().decode(file).trim() + '\r\n\r\n')
    expect(told(await made.verifyBytes(windows))).toEqual(['correct'])
    expect(told(await made.verifyBytes(utf8(new TextDecoder().decode(file).replace('bill/1', 'bill/3'))))).toEqual([
      'cannot-be-checked',
      'V2 newer-version'
    ])
    expect(told(await made.verifyBytes(made.store.contracts()[0]!.file))).toEqual([
      'cannot-be-checked',
      'V1 not-a-bill'
    ])
  })

  it('B23 names with characters that change direction or cannot be seen', async () => {
    const made = hourly()
    for (const number of ['2026\u202E-0001', '2026\u200B', 'a\u0000b', ' 1']) {
      expect(told(await verifyJson(made, (json) => ({ ...json, number })))).toEqual(['cannot-be-checked', 'V1 damaged'])
    }
  })

  it('B24 the result belongs to the hash of this bill, and is not found under another', async () => {
    const made = hourly()
    const deps = { ...made.sources, clock: { now: () => made.period.end } }
    const right = await takeBill(deps, encodeSignedFile(made.sign(made.bill)))
    const other = made.sign({ ...made.bill, total: made.bill.total + 1n })
    expect(other.hash).not.toBe(right.report?.summary.hash)
    expect(made.store.bill(other.hash)).toBeNull()
    expect(right.report?.summary.hash).toBe(right.verification.hash)
  })

  it('a bill of another household is not yours, whoever signed it', async () => {
    const mine = hourly()
    const other = { ...mine.bill, contract: 'M-2026-0555' }
    const result = await mine.verify(other)
    expect(told(result)).toEqual(['cannot-be-checked', 'V4 not-your-contract'])
    const theirs = hourly()
    const file = encodeSignedFile(theirs.sign({ ...theirs.bill, contract: 'M-2026-0555', supplier: 'Andere Werke' }))
    expect(told(await mine.verifyBytes(file))).toEqual(['cannot-be-checked', 'V3 no-contract'])
  })
})
