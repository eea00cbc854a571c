/** A year's RESPONSE is long work: household and supplier rest often, read once, and end at a cancel without a trace. */

import { describe, expect, it, onTestFinished } from 'vitest'
import { type Answered, type RespondDeps, answerPeriod, prepareOpening } from '../../../app/bills/respond'
import { readHeldContract } from '../../../app/bills/documents/held-document'
import { respondOffline } from '../../../app/bills/respond-offline'
import { withPauses } from '../../../app/bills/pause'
import { billingPeriodFrom } from '../../../app/bills/tariff/billing-periods'
import { WorkCancelled, type WorkHooks } from '../../../app/ports'
import { simulatedServiceClock } from '../../../services/runtime/service-clock'
import { createTurns } from '../../../services/supplier/create-turns'
import { EXAMPLE_SUPPLIER, flatTariff, tariffBody } from '../../../services/supplier/example-tariffs'
import { startSupplier } from '../../../services/supplier/start-supplier'
import type { SupplierContext } from '../../../services/supplier/supplier-context'
import { openSupplierState } from '../../../services/supplier/supplier-state'
import { takeRecords } from '../../../services/supplier/take-records'
import { takeResponse } from '../../../services/supplier/take-response'
import { type BillCase, ZONE, billCase, exampleTerms, primitives } from '../../support/bills/bill-case'
import { householdBills } from '../../support/bills/household-bills'
import { memoryBillStore } from '../../support/bills/memory-bill-store'
import { temporaryFolder } from '../../support/temporary-folder'

/** A month of quarter hours goes through the same slices as a year does. */
const made = billCase({ tariff: flatTariff(exampleTerms()), seed: 'long work' })
const INTERVALS = 2972
/** Most records that are read or placed between two rests. */
const SLICE = 500
/** Rests of two walks through all records. */
const TWICE = 2 * Math.floor(INTERVALS / SLICE)

/** The household as it was before it answered, with a count of what happens. */
function fresh(one: BillCase = made) {
  const store = memoryBillStore()
  store.keepBillKey(one.householdSeed)
  one.store.documents('tariff').forEach(store.keepDocument)
  one.store.contracts().forEach(store.keepContract)
  const count = { rests: 0, read: 0, mostAtOnce: 0, sinceRest: 0 }
  const { chains } = one.sources
  const deps: RespondDeps = {
    ...one.sources,
    store,
    chains: {
      ...chains,
      entriesBetween: (...asked) => {
        const found = chains.entriesBetween(...asked)
        count.read += found.length
        count.sinceRest += found.length
        count.mostAtOnce = Math.max(count.mostAtOnce, count.sinceRest)
        return found
      }
    },
    work: {
      rest: () => {
        count.rests += 1
        count.sinceRest = 0
        return Promise.resolve()
      }
    }
  }
  const due = billingPeriodFrom(one.contract.document, one.first)
  if (!due) throw new Error('no period')
  return { deps, store, count, due, terms: { contract: one.contract, parts: one.parts, list: null } }
}

type Asked = Pick<ReturnType<typeof fresh>, 'deps' | 'terms' | 'due'>

function answer({ deps, terms, due }: Asked, hooks: WorkHooks = {}): Promise<Answered> {
  return withPauses(deps.work, hooks, answerPeriod(deps, terms, due))
}

describe('the answer to a long period', () => {
  it('is made in slices, from records that are read once', async () => {
    const { deps, count, due, terms } = fresh()
    const answered = await answer({ deps, terms, due })
    const before = made.store.response(made.contract.hash, made.period.start)
    expect(answered).toMatchObject({ ok: true, response: before })
    expect(answered.ok && answered.deliveries.map(({ delivery }) => delivery.records.length)).toEqual([INTERVALS])
    expect([count.read, count.mostAtOnce <= SLICE]).toEqual([INTERVALS, true])
    // Reading and placing, each of them every 500 records.
    expect(count.rests).toBeGreaterThanOrEqual(TWICE)
  })

  it('lets the event loop turn as often as it rests', async () => {
    const { deps, count, due, terms } = fresh()
    let turns = 0
    let waiting = true
    const turn = (): void => {
      turns += 1
      if (waiting) setImmediate(turn)
    }
    setImmediate(turn)
    const rest = async (): Promise<void> => {
      await deps.work.rest?.()
      await made.sources.work.rest?.()
    }
    await answer({ deps: { ...deps, work: { rest } }, terms, due })
    waiting = false
    expect(count.rests).toBeGreaterThan(10)
    expect(turns).toBeGreaterThanOrEqual(count.rests - 1)
  })

  it.each([1, 4, 9])('leaves nothing where it is ended at rest %i', async (at) => {
    const { deps, store, due, terms } = fresh()
    const cancel = { aborted: false }
    let rests = 0
    const rest = (): Promise<void> => {
      rests += 1
      cancel.aborted = rests >= at
      return Promise.resolve()
    }
    const answering = answer({ deps: { ...deps, work: { rest } }, terms, due }, { cancel })
    await expect(answering).rejects.toBeInstanceOf(WorkCancelled)
    expect([rests, store.responses(), store.openedIn(made.chain.id, made.period)]).toEqual([at, [], []])
  })

  it('is one answer where two are made at the same time', async () => {
    const { deps, store, due, terms } = fresh()
    const hashOf = (answered: Answered) => (answered.ok ? answered.response.hash : answered.reason)
    const both = await Promise.all([answer({ deps, terms, due }), answer({ deps, terms, due })])
    expect(new Set(both.map(hashOf))).toEqual(new Set([store.responses()[0]?.hash]))
    expect(store.responses()).toHaveLength(1)
  })

  it('rests as often when it is only asked about, and when it goes into files', async () => {
    const asked = fresh()
    await withPauses(asked.deps.work, {}, prepareOpening(asked.deps, asked.terms, asked.due))
    expect(asked.count.rests).toBeGreaterThanOrEqual(TWICE)
    expect(asked.store.responses()).toEqual([])
    const filed = fresh()
    const { deliveries } = await respondOffline(filed.deps, null, made.first)
    expect(filed.count.rests).toBeGreaterThan((3 * INTERVALS) / SLICE)
    expect([filed.count.read, deliveries.length]).toEqual([INTERVALS, 1])
  })

  it('is not begun any more by a household that was told to stop', async () => {
    const home = householdBills(made.sources.chains)
    made.store.contracts().forEach((one) => home.store.keepContract({ ...one, address: 'http://127.0.0.1:9' }))
    home.bills.stop()
    home.setTime(made.period.end + 86_400)
    expect(await home.bills.step()).toEqual([])
    expect(home.sent).toEqual([])
  })
})

describe('a supplier that takes a long period', () => {
  it('rests between the slices', { timeout: 60_000 }, async () => {
    const stateFolder = temporaryFolder()
    const clock = simulatedServiceClock(made.period.end)
    const tariffs = [tariffBody(flatTariff(exampleTerms()))]
    const config = { name: EXAMPLE_SUPPLIER, zone: ZONE, tariffs, index: null, mistakes: [] }
    const supplier = await startSupplier({ config, stateFolder, port: 0, clock })
    const home = householdBills(made.sources.chains)
    home.setTime(made.period.start)
    const terms = { meterId: made.chain.id.meterId, first: made.first, last: null, tariffHash: null, supplierKey: null }
    await home.bills.agree({ ...terms, address: supplier.url })
    await supplier.close()
    const [stored] = home.store.contracts()
    const contract = stored && readHeldContract(primitives, stored)
    const [tariff] = home.store.documents('tariff')
    if (!contract || !tariff) throw new Error('nothing agreed')
    const { response, deliveries } = await home.bills.respond(null, made.first)
    const state = openSupplierState(stateFolder)
    onTestFinished(() => state.close())
    let rests = 0
    const restsOf = async (answer: () => Promise<string>): Promise<readonly [string, number]> => {
      rests = 0
      return [await answer(), rests]
    }
    const seed = state.seed(() => new Uint8Array(0))
    const context: SupplierContext = {
      ...{ primitives, config, state, seed, key: primitives.ed25519.publicKey(seed), index: null, lists: null },
      work: { ...made.sources.work, rest: () => Promise.resolve(void rests++) },
      clock: clock.clock,
      tariffs: new Map([[tariff.hash, { ...tariff, tariff: flatTariff(exampleTerms()) }]])
    }
    const { hash, document } = contract
    const records = () => takeRecords(context, hash, document, deliveries[0] ?? new Uint8Array(0))
    const [taken, recordRests] = await restsOf(records)
    // Decoding and hashing, each of them every 500 records.
    expect([taken, recordRests >= TWICE]).toEqual(['taken', true])
    const [billed, responseRests] = await restsOf(() => takeResponse(context, hash, document, response))
    // Decoding and placing.
    expect([billed, responseRests >= TWICE]).toEqual(['taken', true])
    expect(state.bills(hash)).toHaveLength(1)
  })

  it('does what changes one contract in turn, and does not wait for that of another', async () => {
    const inTurn = createTurns()
    const order: string[] = []
    const work = (name: string) => async () => {
      order.push(`${name} begins`)
      await made.sources.work.rest?.()
      order.push(`${name} ends`)
      if (name === 'first') throw new Error(name)
      return name
    }
    const [first, second, other] = [inTurn('c', work('first')), inTurn('c', work('second')), inTurn('d', work('other'))]
    await expect(first).rejects.toThrow('first')
    expect(await Promise.all([second, other])).toEqual(['second', 'other'])
    const ofOne = order.filter((step) => !step.startsWith('other'))
    expect(ofOne).toEqual(['first begins', 'first ends', 'second begins', 'second ends'])
    expect(order.indexOf('other begins')).toBeLessThan(order.indexOf('first ends'))
  })
})
