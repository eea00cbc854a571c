import { describe, expect, it, onTestFinished } from 'vitest'
import type { BillStore } from '../../../app/bills/bill-store'
import type { Tariff } from '../../../app/bills/documents/tariff-document'
import { encodeExchange } from '../../../app/bills/documents/exchange-document'
import { encodeSignedFile, signFile } from '../../../app/bills/documents/signed-file'
import { periodOfDays, toLocalDate } from '../../../app/domain/calendar'
import { toUtcSeconds } from '../../../app/domain/interval'
import { encodeGenesis } from '../../../app/domain/meter/genesis'
import { OBIS_DRAWN, OBIS_FED_IN } from '../../../app/domain/meter/meter'
import { encodeHead } from '../../../app/domain/meter/record'
import { toPrice } from '../../../app/domain/money'
import { toHex } from '../../../crypto'
import { EXAMPLE_SUPPLIER, flatTariff, tariffBody } from '../../../services/supplier/example-tariffs'
import { simulatedServiceClock } from '../../../services/runtime/service-clock'
import { startSupplier } from '../../../services/supplier/start-supplier'
import { ZONE, exampleTerms, primitives } from '../../support/bills/bill-case'
import { exampleLoad } from '../../support/bills/example-loads'
import { householdBills } from '../../support/bills/household-bills'
import { makeChain, memoryChains, signHead } from '../../support/bills/memory-chains'
import { temporaryFolder } from '../../support/temporary-folder'

const HOUR = 3600
const FIRST = toLocalDate('2026-05-01')
const period = periodOfDays(FIRST, toLocalDate('2026-05-31'), ZONE)
const exchangedAt = toUtcSeconds(period.start + 16 * 86_400 + 5 * HOUR)
const operatorSeed = new Uint8Array(32).fill(9)

function withFeedIn(): Tariff {
  const flat = flatTariff(exampleTerms())
  const all = { days: [1, 2, 3, 4, 5, 6, 7] as (1 | 2 | 3 | 4 | 5 | 6 | 7)[], from: 0, to: 1440 }
  const prices = [{ from: toLocalDate('2026-01-01'), price: toPrice(-79_400n) }]
  return {
    ...flat,
    components: [
      ...flat.components,
      {
        kind: 'energy',
        name: 'Einspeisung',
        vat: 0,
        register: OBIS_FED_IN,
        windows: [{ name: 'Immer', times: [all], prices }]
      }
    ]
  }
}

const intervals = (seed: string, from: number, to: number) => exampleLoad(seed, (to - from) / HOUR, HOUR)
const old = makeChain({
  seed: 'two old',
  start: period.start,
  seconds: HOUR,
  intervals: intervals('two old', period.start, exchangedAt)
})
const fresh = makeChain({
  seed: 'two new',
  meterId: '1WVL0000000088',
  start: toUtcSeconds(exchangedAt + HOUR),
  seconds: HOUR,
  intervals: intervals('two new', exchangedAt + HOUR, period.end)
})
const feed = makeChain({
  seed: 'two feed',
  obis: OBIS_FED_IN,
  start: period.start,
  seconds: HOUR,
  intervals: intervals('two feed', period.start, period.end)
})

function keepExchange(store: BillStore): void {
  const head = signHead(old, old.entries.at(-1)!.record)
  const body = encodeExchange({
    operator: 'Netz Musterau',
    obis: OBIS_DRAWN,
    removed: {
      meterId: old.id.meterId,
      at: exchangedAt,
      register: old.registers.get(exchangedAt) ?? 0n,
      head: { bytes: encodeHead(head.head), sig: head.signature }
    },
    installed: {
      meterId: fresh.id.meterId,
      at: fresh.genesis.genesis.start,
      register: fresh.registers.get(fresh.genesis.genesis.start) ?? 0n,
      genesis: { bytes: encodeGenesis(fresh.genesis.genesis), sig: fresh.genesis.signature }
    }
  })
  const file = signFile(primitives, 'exchange', body, operatorSeed)
  store.keepDocument({ hash: file.hash, kind: 'exchange', file: encodeSignedFile(file) })
}

async function running() {
  const service = await startSupplier({
    config: {
      name: EXAMPLE_SUPPLIER,
      zone: ZONE,
      tariffs: [tariffBody(withFeedIn())],
      index: null,
      mistakes: [],
      operator: { name: 'Netz Musterau', key: toHex(primitives.ed25519.publicKey(operatorSeed)) },
      instalments: [{ from: '2026-05-01', day: 10, cents: '4500' }]
    },
    stateFolder: temporaryFolder(),
    port: 0,
    clock: simulatedServiceClock(toUtcSeconds(period.end + 86_400))
  })
  onTestFinished(() => service.close())
  return service.url
}

describe('a household with two registers and a new meter, and its supplier over HTTP', { timeout: 60_000 }, () => {
  it('agree on both registers, and a bill of version 2 comes back that is right', async () => {
    const url = await running()
    const home = householdBills(memoryChains([old, fresh, feed]), 'two registers')
    home.setTime(period.start)
    const terms = {
      address: url,
      meterId: old.id.meterId,
      first: FIRST,
      last: null,
      tariffHash: null,
      supplierKey: null
    }
    const view = await home.bills.agree(terms)
    expect(view.meters).toEqual([old.id.meterId, old.id.meterId])
    home.setTime(period.end + 2 * 86_400)
    // Without the operator's word the old meter's records end too early.
    expect(await home.bills.step()).toMatchObject([{ kind: 'period', reason: 'readings-incomplete' }])
    keepExchange(home.store)
    expect(await home.bills.step()).toEqual([])
    const [bill] = await home.bills.procedures['bills.list']({})
    expect(bill?.verdict).toBe('correct')
    const report = await home.bills.procedures['bills.report']({ hash: bill?.hash ?? '' })
    expect(report.lines.map(({ kind }) => kind).slice(-2)).toEqual(['instalment', 'due'])
    expect(report.lines.find(({ name }) => name === 'Einspeisung')?.billed).toBeLessThan(0)
    // The same once more changes nothing.
    expect(await home.bills.step()).toEqual([])
    const sealed = await home.bills.procedures['bills.verify-records']({ hash: bill?.hash ?? '' })
    expect(sealed.summary.verdict).toBe('correct')
    expect(sealed.proof?.proves).toContain('energies-are-sums')
  })

  it('a stranger’s exchange is not taken', async () => {
    const url = await running()
    const answer = await fetch(`${url}/contracts/${'ab'.repeat(32)}/exchanges`, { method: 'POST', body: '{}' })
    expect(answer.status).toBe(404)
  })
})
