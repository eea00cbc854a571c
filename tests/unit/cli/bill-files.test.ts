import { describe, expect, it } from 'vitest'
import { createInProcessWork } from '../../../adapters/commitment-work/in-process-work'
import { atOnce } from '../../../app/bills/pause'
import { encodeEvidence } from '../../../app/bills/documents/evidence-document'
import { encodeSignedFile } from '../../../app/bills/documents/signed-file'
import { evidenceOf } from '../../../app/bills/records/evidence-of'
import { respondOffline } from '../../../app/bills/respond-offline'
import { encodeSignedResponse } from '../../../app/bills/wire'
import { toLocalDate } from '../../../app/domain/calendar'
import { inspectFile } from '../../../cli/bills/inspect-file'
import { issueFromFiles } from '../../../cli/bills/issue-from-files'
import { findParts } from '../../../cli/bills/sort-parts'
import { billCommand } from '../../../cli/commands/bill'
import { verifyCommand } from '../../../cli/commands/verify'
import { UsageError } from '../../../cli/command'
import { createNobleKernel } from '../../../crypto'
import { dynamic, hourly } from '../../support/bills/attack'
import { primitives } from '../../support/bills/bill-case'
import { seededRandom } from '../../support/seeded-random'

const work = createInProcessWork(createNobleKernel(), seededRandom('bill files'))
const flat = hourly()
const indexed = dynamic()
const failureOf = (work: () => unknown): unknown => {
  try {
    return work()
  } catch (error) {
    return error
  }
}
const named = (...files: Uint8Array[]) => files.map((bytes, index) => ({ name: `file ${index}`, bytes }))

describe('a bill issued from files', { timeout: 60_000 }, () => {
  it.each([
    ['with windows', flat],
    ['with an index', indexed]
  ])('%s is the one that a supplier would issue, to the byte', async (_, made) => {
    const { response, deliveries } = await respondOffline(made.sources, null, made.first)
    const { contract, documents } = atOnce(evidenceOf(made.sources, encodeSignedFile(made.sign(made.bill))))
    const parts = findParts(primitives, named(response, ...deliveries, contract, ...documents))
    const { number, issued } = made.bill
    const options = { seed: made.supplierSeed, number, replaces: null, issued }
    const result = await issueFromFiles(primitives, work, parts, options)
    expect(result.verification.verdict).toBe('correct')
    expect(result.file).toEqual(encodeSignedFile(made.sign(made.bill)))
    await expect(issueFromFiles(primitives, work, parts, { ...options, seed: made.householdSeed })).rejects.toThrow(
      'key-not-of-contract'
    )
    await expect(issueFromFiles(primitives, work, { ...parts, response: null }, options)).rejects.toThrow(UsageError)
    const withoutTariff = { ...parts, documents: [] }
    await expect(issueFromFiles(primitives, work, withoutTariff, options)).rejects.toThrow('evidence-incomplete')
  })

  it('gives the same RESPONSE when it is asked for again, and says why there is none', async () => {
    const first = await respondOffline(flat.sources, null, flat.first)
    expect(await respondOffline(flat.sources, flat.contract.document.id, flat.first)).toEqual(first)
    const respond = (id: string | null, day: string) => respondOffline(flat.sources, id, toLocalDate(day))
    await expect(respond('another', flat.first)).rejects.toThrow('contract-unknown')
    await expect(respond(null, '2026-03-02')).rejects.toThrow('period-unknown')
    await expect(respond(null, '2026-09-01')).rejects.toThrow('period-not-answered')
  })
})

describe('a look into a file', () => {
  const bill = encodeSignedFile(flat.sign(flat.bill))
  const parts = atOnce(evidenceOf(flat.sources, bill))
  const look = (bytes: Uint8Array, key: Uint8Array | null = null) => inspectFile(primitives, 'file', bytes, key)

  it('says what it is, who signed it and what is in it', () => {
    const key = primitives.ed25519.publicKey(flat.supplierSeed)
    expect(look(bill, key)).toMatchObject({
      kind: 'bill',
      version: 1,
      signed: true,
      content: { number: flat.bill.number }
    })
    expect(look(bill, primitives.ed25519.publicKey(flat.householdSeed)).signed).toBe(false)
    expect(look(parts.contract)).toMatchObject({ kind: 'contract', signed: null })
    expect(look(parts.documents[0]!)).toMatchObject({ kind: 'tariff' })
    expect(look(parts.deliveries[0]!)).toMatchObject({
      kind: 'records',
      content: { records: flat.chain.entries.length }
    })
    expect(look(encodeEvidence(primitives, parts))).toMatchObject({ kind: 'evidence', content: { response: true } })
  })

  it.each([
    ['nothing', new Uint8Array(0), 'not json'],
    ['noise', seededRandom('noise').bytes(900), 'not utf 8'],
    ['zeros', new Uint8Array(4000), 'unknown format'],
    ['a bill that is cut', bill.slice(0, 900), 'not json'],
    ['records that are cut', parts.deliveries[0]!.slice(0, 900), 'unknown format'],
    ['another JSON', new TextEncoder().encode('{"a":"1"}'), 'unknown format']
  ])('names a file that is %s, and says why', (_, bytes, reason) => {
    const named = { code: 'bill-file-unreadable', params: { name: 'file', reason } }
    expect(failureOf(() => look(bytes))).toMatchObject(named)
    expect(failureOf(() => findParts(primitives, [{ name: 'file', bytes }]))).toMatchObject(named)
  })

  it('shows no blinding of a RESPONSE', () => {
    const { body, signature } = parts.response!
    const found = look(encodeSignedResponse(body, signature), flat.contract.document.household.key)
    expect(found).toMatchObject({ kind: 'response', signed: true })
    const text = JSON.stringify(found.content, (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value
    )
    expect(text).toContain('2026-03-01/Nacht')
    expect(text).not.toContain('blinding')
  })
})

describe('the command line of bills', () => {
  const silent = { json: true, say: () => undefined, progress: () => undefined, result: () => undefined }
  const run = async (
    command: typeof billCommand,
    positionals: string[],
    values: Record<string, string | boolean> = {}
  ) => command.run({ positionals, values }, silent)

  it('is judged before any file is read', async () => {
    const nowhere = '/nowhere/bill.json'
    await expect(run(verifyCommand, [nowhere, nowhere])).rejects.toThrow(UsageError)
    await expect(run(verifyCommand, [], { 'without-readings': true })).rejects.toThrow(UsageError)
    await expect(run(verifyCommand, [nowhere, nowhere], { 'without-readings': true, household: 'x' })).rejects.toThrow(
      UsageError
    )
    await expect(run(verifyCommand, [nowhere], { household: '' })).rejects.toThrow(UsageError)
    await expect(run(verifyCommand, [nowhere], { 'without-readings': true })).rejects.toThrow('file-unreadable')
    await expect(async () => run(billCommand, ['inspect', nowhere], { key: 'short' })).rejects.toThrow(UsageError)
    await expect(async () => run(billCommand, ['issue', nowhere], {})).rejects.toThrow(UsageError)
    await expect(async () => run(billCommand, ['respond'], { first: 'May', out: 'x' })).rejects.toThrow(UsageError)
    await expect(async () => run(billCommand, ['other'])).rejects.toThrow(UsageError)
  })
})
