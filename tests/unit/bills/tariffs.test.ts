import { describe, expect, it } from 'vitest'
import { createTariffStore } from '../../../adapters/storage/tariff-store'
import { decodeTariff } from '../../../app/bills/documents/tariff-document'
import { readStrictJson } from '../../../app/bills/documents/strict-json'
import { createPriceSource } from '../../../app/bills/price-source'
import { EXAMPLE_NAMES } from '../../../app/bills/tariffs/example-library'
import { easterSunday, holidaysBetween } from '../../../app/bills/tariffs/holidays'
import { ownTariffs, tariffProcedures } from '../../../app/bills/tariffs/tariff-procedures'
import { tariffExample, tariffsContract } from '../../../app/contract/tariffs'
import { toLocalDate, toTimeZone } from '../../../app/domain/calendar'
import { toUtcSeconds } from '../../../app/domain/interval'
import { utf8 } from '../../../crypto'
import { primitives } from '../../support/bills/bill-case'
import { memoryBillStore } from '../../support/bills/memory-bill-store'
import { memoryTariffStore } from '../../support/bills/memory-tariff-store'
import { seededRandom } from '../../support/seeded-random'
import { testDatabase } from '../../support/test-database'

const zone = toTimeZone('Europe/Berlin')

function procedures(tariffs = memoryTariffStore()) {
  let changes = 0
  const made = tariffProcedures({
    tariffs,
    clock: { now: () => toUtcSeconds(1_780_000_000) },
    random: seededRandom('tariffs'),
    timeZone: () => zone,
    contracted: () => [],
    changed: () => void changes++
  })
  return { ...made, tariffs, changes: () => changes }
}

describe('the holidays of a country', () => {
  it('are those of the days asked for, and never more than a tariff can list', async () => {
    const { 'tariffs.holidays': holidays } = procedures()
    const german = await holidays({ country: 'de', from: '2026-12-01', to: '2027-01-31' })
    expect(german.map(({ date }) => date)).toEqual(['2026-12-25', '2026-12-26', '2027-01-01'])
    expect(await holidays({ country: 'at', from: '2026-01-06', to: '2026-01-06' })).toEqual([
      { date: '2026-01-06', name: 'Heilige Drei Könige' }
    ])
    expect(await holidays({ country: 'at', from: '2026-02-01', to: '2026-01-01' })).toEqual([])
    expect((await holidays({ country: 'de', from: '1990-01-01', to: '9990-01-01' })).length).toBeLessThan(100)
  })
})

describe('the library of tariffs', () => {
  it('knows every example that the contract names', () => {
    expect(EXAMPLE_NAMES).toEqual(tariffExample.options)
  })

  it.each(EXAMPLE_NAMES)('has an example %s that a household would agree to', async (example) => {
    const { body } = await procedures()['tariffs.example']({ example, from: '2026-01-01' })
    const tariff = decodeTariff(readStrictJson(utf8(body), { maxBytes: 1e6, maxDepth: 8, maxValues: 1e5 }), 2)
    expect([tariff.valid.from, tariff.valid.to]).toEqual(['2026-01-01', '2026-12-31'])
    expect(await procedures()['tariffs.validate']({ body })).toEqual({ problems: [], refusals: [] })
  })

  it('finds Easter, and the holidays that hang on it', () => {
    // Western Easter of these years by the almanac.
    expect([1961, 2000, 2024, 2025, 2026, 2038].map(easterSunday)).toEqual([
      '1961-04-02',
      '2000-04-23',
      '2024-03-31',
      '2025-04-20',
      '2026-04-05',
      '2038-04-25'
    ])
    const austria = holidaysBetween('at', toLocalDate('2026-01-01'), toLocalDate('2026-12-31'))
    expect(austria.length).toBe(13)
    expect(austria.find(({ name }) => name === 'Fronleichnam')?.date).toBe('2026-06-04')
    const germany = holidaysBetween('de', toLocalDate('2025-12-25'), toLocalDate('2026-01-01'))
    expect(germany.map(({ date }) => date)).toEqual(['2025-12-25', '2025-12-26', '2026-01-01'])
  })

  it('judges a draft: what is malformed with its place, what would be refused with its reason', async () => {
    const { body } = await procedures()['tariffs.example']({ example: 'three-times', from: '2026-01-01' })
    const judge = (changed: string) => procedures()['tariffs.validate']({ body: changed })
    expect((await judge(body.replace('"from":"17:00"', '"from":"18:00"'))).problems).toMatchObject([
      { code: 'windows-incomplete' }
    ])
    expect((await judge('{')).problems).toMatchObject([{ code: 'not-json' }])
    const rare = body.replace(
      '{"days":"1234567","from":"17:00","to":"22:00"}',
      '{"days":"1234567","from":"21:45","to":"22:00"}'
    )
    const wide = rare.replace('"from":"06:00","to":"17:00"', '"from":"06:00","to":"21:45"')
    expect((await judge(wide)).refusals).toMatchObject([{ code: 'cell-too-small' }])
    expect(tariffsContract['tariffs.validate'].response.safeParse(await judge(wide)).success).toBe(true)
  })

  it('keeps, replaces and removes what the person saves', async () => {
    const own = procedures()
    const { body } = await own['tariffs.example']({ example: 'blocks', from: '2026-01-01' })
    const { id } = await own['tariffs.save']({ id: null, body })
    const renamed = body.replace('Mengenstufen', 'Mein Tarif')
    await own['tariffs.save']({ id, body: renamed })
    const listed = await own['tariffs.list']({})
    expect(listed.map(({ name, kind, first }) => [name, kind, first])).toEqual([['Mein Tarif', 'blocks', '2026-01-01']])
    expect(tariffsContract['tariffs.list'].response.safeParse(listed).success).toBe(true)
    await expect(own['tariffs.save']({ id: null, body: '{}' })).rejects.toThrow('tariff-malformed')
    await own['tariffs.remove']({ id })
    expect(await own['tariffs.list']({})).toEqual([])
    expect(own.changes()).toBe(3)
  })

  it('gives the readings their prices where no contract does, within its days', async () => {
    const own = procedures()
    const { body } = await own['tariffs.example']({ example: 'day-night', from: '2026-01-01' })
    await own['tariffs.save']({ id: null, body })
    const prices = createPriceSource(primitives, memoryBillStore(), () =>
      ownTariffs(own.tariffs).map(({ tariff }) => ({ tariff, prices: [] }))
    )
    const day = (date: string) => {
      const start = toUtcSeconds(Date.parse(`${date}T23:00:00Z`) / 1000)
      return prices.bands('1WVL0000000001', { start, end: toUtcSeconds(start + 86_400) }, 900)
    }
    expect(day('2026-01-13').map(({ name }) => name)).toEqual(['Nacht', 'Tag', 'Nacht'])
    // (22.40 + 2.05) ct and 19 %.
    expect(day('2026-01-13')[0]?.price).toBe(290_955_000)
    expect(day('2027-01-13')).toEqual([])
  })

  it('is kept in the database', () => {
    const database = testDatabase()
    const store = createTariffStore(database)
    const one = { id: 'ab'.repeat(16), body: utf8('{}'), savedAt: toUtcSeconds(5) }
    store.save(one)
    store.save({ ...one, savedAt: toUtcSeconds(9) })
    expect(store.all()).toEqual([{ ...one, savedAt: 9 }])
    store.remove(one.id)
    expect(store.all()).toEqual([])
  })
})
