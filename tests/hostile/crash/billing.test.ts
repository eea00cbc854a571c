/** The exchange with a supplier under kill -9: whatever reaches the supplier, it is one RESPONSE, and the log has it whole. */

import { createServer } from 'node:http'
import { cpSync, mkdirSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createPlatformPrimitives } from '../../../adapters/platform-crypto/platform-primitives'
import { createBillStore } from '../../../adapters/storage/bill-store'
import { createChainStore } from '../../../adapters/storage/chain-store'
import { openDatabase } from '../../../adapters/storage/database'
import { billCase } from '../../support/bills/bill-case'
import { contentOf } from '../../support/crash/content'
import { runCore } from '../../support/crash/core-victim'
import { ALL_POINTS, CRASH_SEED, describeFate, drawFates } from '../../support/crash/deaths'
import { fastFolder } from '../../support/rounds/fast-folder'
import { TEST_KEY } from '../../support/test-database'

vi.setConfig({ testTimeout: 900_000 })

const TRIALS = ALL_POINTS ? 60 : 2
const DAY = 86_400

describe(`a bill's answer, killed anywhere (seed ${CRASH_SEED})`, () => {
  it('is one answer, opened once', async () => {
    const supplier = await recordingSupplier()
    const { template, now } = household(supplier.address)
    const whole = copyOf(template, 'whole')
    const begun = Date.now()
    const { passed } = await runCore({ folder: whole, now })
    const [right] = supplier.taken.splice(0)
    expect(right).toBeDefined()
    expect(openings(whole)).toEqual({ responses: 1, opened: 1, sent: 1 })
    let deaths = 0
    for (const [index, fate] of drawFates('billing', TRIALS, passed, Date.now() - begun).entries()) {
      const folder = copyOf(template, String(index))
      const { died } = await runCore({ folder, now, ...fate })
      if (died) deaths += 1
      contentOf(path.join(folder, 'household.db'), TEST_KEY)
      const after = openings(folder)
      expect(after.opened, describeFate(fate)).toBe(after.responses)
      // Nothing left that the log does not have.
      if (supplier.taken.length > 0) expect(after.responses, describeFate(fate)).toBe(1)
      await runCore({ folder, now })
      expect(openings(folder), describeFate(fate)).toEqual({ responses: 1, opened: 1, sent: 1 })
      // Sent again after the kill, it is the same; every household here has the same key and the same readings.
      expect(new Set(supplier.taken.splice(0)), describeFate(fate)).toEqual(new Set([right]))
      rmSync(folder, { recursive: true })
    }
    expect(deaths).toBeGreaterThan(0)
    // eslint-disable-next-line no-console -- the figures of a whole run
    if (ALL_POINTS) console.log(`billing: ${deaths} deaths of ${TRIALS}`)
  })
})

/** Takes everything, bills nothing, and keeps what it was opened. */
async function recordingSupplier(): Promise<{ readonly address: string; readonly taken: string[] }> {
  const taken: string[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      if (request.url?.endsWith('/responses')) taken.push(Buffer.concat(chunks).toString('hex'))
      response.setHeader('content-type', 'application/json')
      response.end(request.method === 'GET' ? '{"bills":[]}' : '{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, taken }
}

/** A household whose contract of two weeks has just ended, with its contract and all of its readings. */
function household(address: string): { readonly template: string; readonly now: number } {
  const lived = billCase({ seconds: 3600, last: '2026-03-14' })
  const template = path.join(fastFolder(), 'home')
  mkdirSync(template)
  const database = openDatabase({ file: path.join(template, 'household.db'), key: TEST_KEY })
  const chains = createChainStore(database, createPlatformPrimitives())
  chains.hold(lived.chain.genesis, 2)
  const { id } = lived.chain
  // The meter signs when it is asked; what is stored has its signatures.
  const entries = lived.chain.entries.map((entry) => ({
    ...entry,
    headSignature: lived.sources.chains.headAt(id, entry.record.counter)?.signature ?? null
  }))
  const last = lived.sources.chains.chain(id)
  if (!last) throw new Error('case: no chain')
  chains.appendVerified({ id, entries, registers: [], position: last.position, eras: [] })
  const store = createBillStore(database)
  store.keepBillKey(lived.householdSeed)
  for (const document of lived.store.documents('tariff')) store.keepDocument(document)
  for (const contract of lived.store.contracts()) store.keepContract({ ...contract, address })
  database.close()
  return { template, now: lived.period.end + 2 * DAY }
}

function copyOf(template: string, name: string): string {
  const folder = path.join(template, '..', name)
  cpSync(template, folder, { recursive: true })
  return folder
}

function openings(folder: string): { readonly responses: number; readonly opened: number; readonly sent: number } {
  const database = openDatabase({ file: path.join(folder, 'household.db'), key: TEST_KEY })
  const count = (sql: string): number => Number(database.prepare(`SELECT count(*) AS n FROM ${sql}`).get()?.['n'])
  const found = {
    responses: count('bill_response'),
    opened: count('bill_opening'),
    sent: count('bill_response WHERE sent_at IS NOT NULL')
  }
  database.close()
  return found
}
