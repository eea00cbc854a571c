/** A supplier that is down, slow, lying or talking garbage: a word for each, nothing lost, the exchange goes on. */

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { BillStore } from '../../../app/bills/bill-store'
import { type IndexList, encodeIndexList } from '../../../app/bills/documents/index-document'
import { encodeSignedFile, signFile } from '../../../app/bills/documents/signed-file'
import { encodeBill } from '../../../app/bills/documents/bill-document'
import { toLocalDate } from '../../../app/domain/calendar'
import { toUtcSeconds } from '../../../app/domain/interval'
import { seededRandom } from '../../support/seeded-random'
import { type BillCase, primitives } from '../../support/bills/bill-case'
import { dynamic, hourly } from '../../support/bills/attack'
import { householdBills } from '../../support/bills/household-bills'
import { memoryBillStore } from '../../support/bills/memory-bill-store'

type Answer = string | Uint8Array | number

/** @param answers by the beginning of the path; a number is a status, nothing is 404. */
async function supplier(answers: Record<string, Answer>): Promise<string> {
  const server = createServer((request, response) => {
    const path = Object.keys(answers).find((one) => request.url?.startsWith(one) ?? false)
    const answer = path === undefined ? 404 : (answers[path] ?? 404)
    if (typeof answer === 'number') response.writeHead(answer).end('{}')
    else response.end(answer)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** The household of a case whose supplier is somewhere else now. */
function homeOf(made: BillCase, address: string) {
  const [contract] = made.store.contracts()
  if (!contract) throw new Error('no contract')
  const store = { ...made.store, contracts: () => [{ ...contract, address }] }
  const home = householdBills(made.sources.chains, 'hostile supplier', store)
  home.setTime(made.period.end + 3600)
  return home
}

/** What a home opens and keeps from now on, in a store of its own. */
function opens({ logOpening, keepDocument }: BillStore): Pick<BillStore, 'logOpening' | 'keepDocument' | 'openedIn'> {
  return { logOpening, keepDocument, openedIn: () => [] }
}

const agreement = {
  meterId: '1WVL0000000001',
  first: toLocalDate('2026-03-01'),
  last: null,
  tariffHash: null,
  supplierKey: null
}

describe('a hostile supplier', { timeout: 60_000 }, () => {
  it('that is down or refuses costs nothing but the wait', async () => {
    const made = hourly()
    const down = homeOf(made, 'http://127.0.0.1:9')
    expect(await down.bills.step()).toEqual([{ kind: 'supplier', failure: 'unreachable' }])
    const refusing = homeOf(made, await supplier({ '/contracts': 500 }))
    expect(await refusing.bills.step()).toEqual([{ kind: 'supplier', failure: 'refused' }])
    expect(made.store.response(made.contract.hash, made.period.start)?.sentAt).toBeNull()
  })

  it('that answers garbage is called malformed', async () => {
    const made = hourly()
    const home = homeOf(made, await supplier({ '/contracts': 'what?' }))
    expect(await home.bills.step()).toEqual([{ kind: 'supplier', failure: 'malformed' }])
    expect(home.bills.kept()).toEqual([])
    const garbage = await supplier({
      '/tariffs': `{"tariffs":["${'ab'.repeat(32)}"]}`,
      '/documents': 'x',
      '/offers': 'y'
    })
    await expect(home.bills.agree({ ...agreement, address: garbage })).rejects.toMatchObject({ name: 'FormatError' })
    const empty = await supplier({ '/tariffs': '{"tariffs":[]}' })
    await expect(home.bills.agree({ ...agreement, address: empty })).rejects.toMatchObject({ code: 'tariff-unknown' })
    expect(made.store.contracts()).toHaveLength(1)
  })

  it('that brings a price list of its own, or of too few days, is told nothing for it (B11)', async () => {
    const made = dynamic()
    const { list } = made
    if (!list) throw new Error('no list')
    const short = { ...list, end: toUtcSeconds(list.end - list.seconds), prices: list.prices.slice(0, -1) }
    const bills = `/contracts/${made.contract.hash}/bills`
    const troubles = async (prices: IndexList, seed: Uint8Array) => {
      const file = signFile(primitives, 'index', encodeIndexList(prices), seed)
      const document = (hash: string) => (hash === file.hash ? null : made.store.document(hash))
      const logged = memoryBillStore()
      const store = { ...made.store, document, documents: () => [], response: () => null, ...opens(logged) }
      const address = await supplier({
        [`/documents/${file.hash}`]: encodeSignedFile(file),
        ...{ '/indexes': `{"list":"${file.hash}"}`, [bills]: '{"bills":[]}', '/contracts': 404 }
      })
      const kinds = await homeOf({ ...made, store }, address).bills.step()
      return [kinds, logged.openedIn(made.chain.id, made.period).length, logged.documents('index').length]
    }
    const noList = [[{ kind: 'period', first: '2026-03-01', reason: 'no-list' }], 0, 0]
    expect(await troubles(list, made.supplierSeed)).toEqual(noList)
    expect(await troubles(short, made.publisherSeed)).toEqual(noList)
    // The publisher's own for the whole month: the numbers are logged, and go out as far as this supplier lets them.
    expect(await troubles(list, made.publisherSeed)).toEqual([[{ kind: 'supplier', failure: 'refused' }], 1, 1])
  })

  it('that slips in a bill it has not signed, or one that is none, gets the word for it and no more', async () => {
    const made = hourly()
    const forged = signFile(primitives, 'bill', encodeBill(made.bill), seededRandom('forger').bytes(32))
    const list = `{"bills":["${forged.hash}"]}`
    const bills = `/contracts/${made.contract.hash}/bills`
    const forging = homeOf(
      made,
      await supplier({ [`${bills}/`]: encodeSignedFile(forged), [bills]: list, '/contracts': '{}' })
    )
    // That supplier says {} to whatever it is asked, also where an offer would stand.
    const noOffer = [{ kind: 'offer', contract: 'M-2026-0417', reason: 'malformed' }]
    expect(await forging.bills.step()).toEqual(noOffer)
    expect(forging.bills.kept().map(({ verdict, accepted }) => [verdict, accepted])).toEqual([['not-genuine', false]])
    const other = hourly()
    const broken = homeOf(other, await supplier({ [`${bills}/`]: '{"format":', [bills]: list, '/contracts': '{}' }))
    expect(await broken.bills.step()).toEqual(noOffer)
    expect(broken.bills.kept()).toEqual([])
  })

  it('cannot make the genuine bill wrong by a forged one with its number', async () => {
    const made = hourly()
    const home = homeOf(made, 'http://127.0.0.1:9')
    const forged = signFile(
      primitives,
      'bill',
      encodeBill({ ...made.bill, total: 1n }),
      seededRandom('forger').bytes(32)
    )
    await home.bills.take(encodeSignedFile(forged))
    const genuine = await home.bills.take(encodeSignedFile(made.sign(made.bill)))
    expect(genuine.verification.verdict).toBe('correct')
  })
})
