/** What a supplier answers to lies, garbage and floods, and with what it starts. */

import { describe, expect, it } from 'vitest'
import { periodOfDays, toLocalDate } from '../../../app/domain/calendar'
import { toUtcSeconds } from '../../../app/domain/interval'
import { simulatedServiceClock } from '../../../services/runtime/service-clock'
import { tariffBody, threeTimesTariff } from '../../../services/supplier/example-tariffs'
import { startSupplier } from '../../../services/supplier/start-supplier'
import { ZONE, exampleTerms } from '../../support/bills/bill-case'
import { householdBills } from '../../support/bills/household-bills'
import { memoryChains } from '../../support/bills/memory-chains'
import { MARCH, agreement, chainOfSpring, runningSupplier, supplierConfig } from '../../support/bills/running-supplier'
import { temporaryFolder } from '../../support/temporary-folder'

describe('a supplier', { timeout: 60_000 }, () => {
  const post = async (url: string, body: Uint8Array<ArrayBuffer>): Promise<{ status: number; code: string }> => {
    const answer = await fetch(url, { method: 'POST', body })
    const { code } = (await answer.json()) as { code: string }
    return { status: answer.status, code }
  }

  it('refuses a RESPONSE whose numbers are not those of the commitments', async () => {
    const supplier = await runningSupplier(supplierConfig())
    const chain = chainOfSpring('liar')
    const honest = memoryChains([chain])
    // This household adds one watt-hour to its first opening; the record stays what the meter made it.
    const lying = {
      ...honest,
      entriesBetween: (...asked: Parameters<typeof honest.entriesBetween>) =>
        honest
          .entriesBetween(...asked)
          .map((entry) =>
            entry.record.counter === 0 && entry.opening
              ? { ...entry, opening: { ...entry.opening, value: (entry.opening.value + 1n) as never } }
              : entry
          )
    }
    const home = householdBills(lying)
    home.setTime(periodOfDays(MARCH, toLocalDate('2026-03-31'), ZONE).end)
    await home.bills.agree(agreement(supplier.url, chain))
    expect(await home.bills.step()).toEqual([{ kind: 'supplier', failure: 'refused' }])
    expect(home.bills.kept()).toEqual([])
  })

  it('answers garbage, unknown contracts and floods with a word each', async () => {
    const { url } = await runningSupplier(supplierConfig())
    const unknown = 'ab'.repeat(32)
    expect(await post(`${url}/offers`, new Uint8Array([1, 2, 3]))).toEqual({ status: 400, code: 'malformed' })
    expect(await post(`${url}/offers`, new Uint8Array(100_000))).toEqual({ status: 413, code: 'too-large' })
    expect(await post(`${url}/contracts/${unknown}/records`, new Uint8Array(8))).toEqual({
      status: 404,
      code: 'unknown'
    })
    expect(await post(`${url}/contracts/${unknown}/responses`, new Uint8Array(8))).toEqual({
      status: 404,
      code: 'unknown'
    })
    expect((await fetch(`${url}/documents/${unknown}`)).status).toBe(404)
    expect((await fetch(`${url}/contracts/${unknown}/bills/${unknown}`)).status).toBe(404)
  })

  it('signs the same tariff with the same hash after a restart', async () => {
    const folder = temporaryFolder()
    const first = await runningSupplier(supplierConfig(), folder)
    const before = await (await fetch(`${first.url}/tariffs`)).json()
    await first.close()
    const second = await runningSupplier(supplierConfig(), folder)
    expect(await (await fetch(`${second.url}/tariffs`)).json()).toEqual(before)
  })

  it('does not start with a tariff that is none, or with one of another supplier', async () => {
    const start = (tariff: Record<string, unknown>) =>
      startSupplier({
        config: supplierConfig({ tariffs: [tariff] }),
        stateFolder: temporaryFolder(),
        port: 0,
        clock: simulatedServiceClock(toUtcSeconds(0))
      })
    const right = tariffBody(threeTimesTariff(exampleTerms()))
    await expect(start({ ...right, zone: undefined })).rejects.toMatchObject({ code: 'supplier-tariff' })
    await expect(start({ ...right, supplier: 'Andere Werke' })).rejects.toMatchObject({ code: 'supplier-tariff' })
  })
})
