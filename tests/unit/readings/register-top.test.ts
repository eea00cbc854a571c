/** A register that passes its top and begins again at zero. */

import { describe, expect, it } from 'vitest'
import { toUtcSeconds } from '../../../app/domain/interval'
import { OBIS_DRAWN } from '../../../app/domain/meter/meter'
import { followMeter } from '../../../app/readings/follow-meter'
import type { MeterLink } from '../../../app/readings/meter-link'
import { METER_ID, METER_START, householdOf, meterProcess, newConnection } from '../../support/meter-process'
import { testDatabase } from '../../support/test-database'

const DRAWN = { meterId: METER_ID, obis: OBIS_DRAWN } as const
const DAY = 86_400
const ever = toUtcSeconds(253_402_300_799)
/** Five digits of kWh, in Wh. */
const TOP = 10n ** 8n

/** The meter as it would be had it shown `shift` when its chain began. */
const shown = (link: MeterLink, at: (register: bigint) => bigint): MeterLink => ({
  ...link,
  records: async (...args) =>
    (await link.records(...args)).map(({ metered, ...one }) => ({
      ...one,
      metered: metered && { ...metered, register: at(metered.register) }
    }))
})

async function home() {
  const meter = await meterProcess()
  const deps = householdOf(testDatabase())
  deps.connections.save(newConnection(meter.url))
  const follow = (link: MeterLink) => followMeter({ ...deps, link }, deps.connections.find(METER_ID)!)
  await follow(deps.link)
  const total = (): bigint =>
    deps.chains.entriesBetween(DRAWN, METER_START, ever).reduce((sum, { opening }) => sum + opening!.value, 0n)
  return { ...deps, meter, follow, total }
}

describe('a meter whose register passes its top', { timeout: 30_000 }, () => {
  it('is followed: within a page, between two pages, and every reading is kept', async () => {
    const { meter, follow, link, chains, readings, total } = await home()
    const rolling = shown(link, (register) => (register + TOP - 700n) % TOP)
    await meter.setTime(METER_START + DAY + 600)
    expect(await follow(rolling)).toEqual({ state: { kind: 'connected' }, added: 96 })
    const first = total()
    expect(first).toBeGreaterThan(700n)
    expect(chains.registerAt(DRAWN, ever)).toEqual({ at: METER_START + DAY, total: first - 700n })

    await meter.setTime(METER_START + 2 * DAY + 600)
    expect(await follow(rolling)).toEqual({ state: { kind: 'connected' }, added: 96 })
    expect(chains.registerAt(DRAWN, ever)?.total).toBe(total() - 700n)
    const kept = readings.overlapping(METER_ID, 'drawn', { start: METER_START, end: ever })
    expect(kept.reduce((sum, { amount }) => sum + amount, 0n)).toBe(total())
  })

  it('is followed where the top lies between two pages', async () => {
    const { meter, follow, link, chains, total } = await home()
    await meter.setTime(METER_START + DAY + 600)
    // As it would be had the first day ended one below the top.
    let dayOne = 0n
    await follow({
      ...link,
      records: async (...args) => {
        const page = await link.records(...args)
        dayOne = page.at(-1)!.metered!.register
        return shown(
          { ...link, records: () => Promise.resolve(page) },
          (register) => register + TOP - 1n - dayOne
        ).records(...args)
      }
    })
    expect(chains.registerAt(DRAWN, ever)?.total).toBe(TOP - 1n)
    await meter.setTime(METER_START + 2 * DAY + 600)
    const rolling = shown(link, (register) => (register + TOP - 1n - dayOne) % TOP)
    expect(await follow(rolling)).toEqual({ state: { kind: 'connected' }, added: 96 })
    expect(chains.registerAt(DRAWN, ever)?.total).toBe(total() - dayOne - 1n)
  })

  it('is refused where the register goes back by anything but its capacity', async () => {
    const { meter, follow, link, chains } = await home()
    await meter.setTime(METER_START + DAY + 600)
    for (const top of [TOP - 1n, TOP + 1n, TOP / 10n, TOP / 2n]) {
      const rolling = shown(link, (register) => (register + top - 700n) % top)
      expect((await follow(rolling)).state).toMatchObject({ kind: 'chain-broken', fault: 'register' })
    }
    expect(chains.chain(DRAWN)!.position.counter).toBe(-1)
  })
})
