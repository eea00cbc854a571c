/** V11 finds openings done that were computed when their records came, and computes everything that no mark vouches for. */

import { describe, expect, it, vi } from 'vitest'
import { createChainStore } from '../../../adapters/storage/chain-store'
import { type Database, openDatabase } from '../../../adapters/storage/database'
import { changeDatabaseKey } from '../../../adapters/storage/change-key'
import { withoutReadings } from '../../../app/bills/records/record-sources'
import { takeBill } from '../../../app/bills/take-bill'
import { type Verification, verifyBill } from '../../../app/bills/verify-bill'
import { encodeSignedFile } from '../../../app/bills/documents/signed-file'
import type { ChainEntry } from '../../../app/readings/chain-store'
import { MARKED_RECORDS, type MarkRun, markerWith } from '../../../app/readings/opening-marks'
import { type BillCase, billCase, primitives } from '../../support/bills/bill-case'
import { TEST_KEY, testDatabase } from '../../support/test-database'

const HEAD = 32
const mark = markerWith(primitives, TEST_KEY)

/** A fortnight of hours that begins and ends within a run: 48 records before it, none after it. */
const fortnight = (): BillCase => billCase({ seconds: 3600, daysBefore: 2, last: '2026-03-15', seed: 'marked' })
const BEFORE = 48
const INTERVALS = 360
const WHOLE_RUNS = Math.floor((BEFORE + INTERVALS) / MARKED_RECORDS) - 1

/** Stores the chain of a case as a meter's pages would bring it. */
function arrive(database: Database, made: BillCase, marker: MarkRun | undefined, page = 500): void {
  const { chain, sources } = made
  const store = createChainStore(database, primitives, marker)
  const held = sources.chains.chain(chain.id)
  store.hold(chain.genesis, chain.level)
  for (let from = 0; from < chain.entries.length; from += page) {
    const entries = chain.entries.slice(from, from + page).map(({ record, opening }): ChainEntry => {
      const isHead = record.counter === BEFORE - 1 || record === chain.entries.at(-1)?.record
      const headSignature = isHead ? (sources.chains.headAt(chain.id, record.counter)?.signature ?? null) : null
      return { record, opening, headSignature }
    })
    const next = chain.entries[from + page]?.record
    const position = next
      ? { counter: next.counter - 1, hash: next.previousHash, end: next.intervalStart }
      : (held?.position ?? { counter: -1, hash: new Uint8Array(HEAD), end: chain.genesis.genesis.start })
    store.appendVerified({ id: chain.id, entries, registers: [], position, eras: [] })
  }
}

function home(
  options: { readonly database?: Database; readonly marker?: MarkRun | undefined; readonly page?: number } = {}
) {
  const { database = testDatabase(), marker = mark, page } = options
  const made = fortnight()
  arrive(database, made, 'marker' in options ? options.marker : mark, page)
  return { database, ...verifierOf(database, made, marker) }
}

function verifierOf(database: Database, made: BillCase, marker: MarkRun = mark) {
  const computed: number[] = []
  const prepare = vi.fn()
  const { work } = made.sources
  const sources = {
    ...made.sources,
    chains: createChainStore(database, primitives, marker),
    work: {
      ...work,
      prepare,
      openingsFit: (...[batch, hooks]: Parameters<typeof work.openingsFit>) => {
        computed.push(batch.values.length)
        return work.openingsFit(batch, hooks)
      }
    }
  }
  const file = encodeSignedFile(made.sign(made.bill))
  const clock = { now: () => made.period.end }
  return {
    made,
    sources,
    /** Openings computed by each verification. */
    computed,
    prepare,
    verify: () => verifyBill(sources, file),
    take: async () => (await takeBill({ ...sources, store: made.store, clock }, file)).verification
  }
}

const marks = (database: Database): readonly unknown[] => database.prepare('SELECT first FROM opening_mark').all()

const codes = ({ findings }: Verification): readonly string[] => findings.map(({ check, code }) => `${check} ${code}`)

describe('openings that were computed when they came', { timeout: 60_000 }, () => {
  it.each([1, 50, 96, 200])(
    'are not computed again, whatever pages of %d the period begins and ends in',
    async (page) => {
      const { verify, computed, prepare, database } = home({ page })
      expect((await verify()).verdict).toBe('correct')
      expect(computed).toEqual([0])
      // No threads for what is done already.
      expect(prepare).not.toHaveBeenCalled()
      expect(marks(database)).toHaveLength(Math.ceil((BEFORE + INTERVALS) / MARKED_RECORDS))
    }
  )

  it.each([
    ['a value', 'value = value + 1', 'V11 opening-false'],
    ['a blinding', 'blinding = (SELECT blinding FROM chain_record WHERE counter = 299)', 'V11 opening-false'],
    ['a commitment', 'commitment = (SELECT commitment FROM chain_record WHERE counter = 299)', 'V8']
  ])('are computed where %s was changed since', async (_, change, code) => {
    const { verify, take, computed, database } = home()
    const before = marks(database)
    database.exec(`UPDATE chain_record SET ${change} WHERE counter = 300`)
    const found = await verify()
    expect(codes(found).some((one) => one.startsWith(code))).toBe(true)
    expect(codes(found)).toContain('V11 opening-false')
    expect(computed).toEqual([MARKED_RECORDS])
    // What does not fit is marked by nobody.
    await take()
    expect(codes(await verify())).toContain('V11 opening-false')
    expect(marks(database)).toEqual(before)
  })

  it('are computed where the part of their run that lies outside of the period was changed', async () => {
    const { verify, computed, database } = home()
    database.exec('UPDATE chain_record SET value = value + 1 WHERE counter = 3')
    expect((await verify()).verdict).toBe('correct')
    database.exec('UPDATE chain_record SET value = -1 WHERE counter = 3')
    expect((await verify()).verdict).toBe('correct')
    expect(computed).toEqual([MARKED_RECORDS - BEFORE, MARKED_RECORDS - BEFORE])
  })

  it.each([
    ['of another run', 'mark = (SELECT mark FROM opening_mark WHERE first = 96) WHERE first = 192', MARKED_RECORDS],
    ['made up', 'mark = zeroblob(32) WHERE first = 192', MARKED_RECORDS],
    ['too short', "mark = x'00' WHERE first = 192", MARKED_RECORDS],
    ['said to reach further', 'last = 500 WHERE first = 192', MARKED_RECORDS],
    ['said to end before', 'last = 100 WHERE first = 192', MARKED_RECORDS]
  ])('are computed under a mark %s', async (_, change, wanted) => {
    const { verify, computed, database } = home()
    database.exec(`UPDATE opening_mark SET ${change}`)
    expect((await verify()).verdict).toBe('correct')
    expect(computed).toEqual([wanted])
  })

  it('are computed with another key, and in a database that knew no marks', async () => {
    const other = home({ marker: markerWith(primitives, TEST_KEY.replace('test', 'best')) })
    const { verify, computed } = verifierOf(other.database, other.made)
    expect((await verify()).verdict).toBe('correct')
    const old = home({ marker: undefined })
    expect((await old.verify()).verdict).toBe('correct')
    expect([...computed, ...old.computed]).toEqual([INTERVALS, INTERVALS])
    expect(old.prepare).toHaveBeenCalledOnce()
  })

  it('are marked by a bill that is kept, so that the next one finds them done', async () => {
    const { verify, take, computed, database } = home({ marker: undefined })
    await verify()
    // Checking alone changes nothing.
    expect(marks(database)).toHaveLength(0)
    expect((await take()).verdict).toBe('correct')
    expect(marks(database)).toHaveLength(WHOLE_RUNS)
    expect((await verify()).verdict).toBe('correct')
    expect(computed).toEqual([INTERVALS, INTERVALS, INTERVALS - WHOLE_RUNS * MARKED_RECORDS])
  })

  it('go on being marked where the records before have no mark that holds', async () => {
    const database = testDatabase()
    const made = fortnight()
    arrive(database, made, undefined, 1000)
    database.exec('DELETE FROM chain_record WHERE counter >= 250')
    const last = made.chain.entries[249]!.record
    const next = made.chain.entries[250]!.record
    database
      .prepare('UPDATE chain SET counter = ?, hash = ?, until = ?')
      .run(last.counter, next.previousHash, next.intervalStart)
    const store = createChainStore(database, primitives, mark)
    const held = made.sources.chains.chain(made.chain.id)!
    const rest = made.chain.entries.slice(250)
    store.appendVerified({ id: held.id, entries: rest, registers: [], position: held.position, eras: [] })
    // 250 lies in the run from 192: its beginning was never marked.
    expect(marks(database)).toEqual([288, 384].map((first) => ({ first: BigInt(first) })))
  })

  it('are computed after the database was given another key, and marked anew', async () => {
    const folderOf = testDatabase()
    const { made } = home({ database: folderOf })
    const { file } = folderOf
    folderOf.close()
    const key = TEST_KEY.replace('test', 'next')
    changeDatabaseKey({ file, key, previous: TEST_KEY })
    const database = openDatabase({ file, key })
    const { verify, take, computed } = verifierOf(database, made, markerWith(primitives, key))
    expect((await take()).verdict).toBe('correct')
    expect((await verify()).verdict).toBe('correct')
    expect(computed).toEqual([INTERVALS, INTERVALS - WHOLE_RUNS * MARKED_RECORDS])
    database.close()
  })

  it('are of no use where readings are not looked at', async () => {
    const { sources, made, database } = home()
    const sealed = withoutReadings(sources)
    expect(sealed.chains.marks).toBeUndefined()
    const before = marks(database)
    await verifyBill(sealed, encodeSignedFile(made.sign(made.bill)))
    expect(marks(database)).toEqual(before)
  })
})
