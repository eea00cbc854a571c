import { describe, expect, it } from 'vitest'
import type { RequestOf } from '../../../app/contract'
import { METER } from '../support/sample-readings'
import { sampleSpan } from '../support/sample-spans'
import { click, openWindow, press, settled } from '../support/open-window'
import { allByRole, byRole, faultsOf, nameOf, textOf } from '../support/queries'

const path = '/readings?date=2026-05-18'

async function choose(root: HTMLElement, name: string): Promise<void> {
  const radio = byRole(root, 'radio', name) as HTMLInputElement
  radio.checked = true
  radio.dispatchEvent(new Event('change', { bubbles: true }))
  await settled()
  await settled()
}

const plots = (root: HTMLElement): HTMLElement[] => allByRole(root, 'application')
const spoken = (plot: HTMLElement | undefined): string => textOf(plot!.querySelector('[aria-live]'))

describe('weeks, months, years and any days', () => {
  it.each(['Week', 'Month', 'Year', 'Range'])('name everything they hold: %s', async (kind) => {
    const { root } = await openWindow({ path })
    await choose(root, kind)
    expect(plots(root).length).toBeGreaterThanOrEqual(3)
    expect(faultsOf(root)).toEqual([])
    await choose(root, 'Table')
    expect(allByRole(root, 'table').length).toBeGreaterThanOrEqual(3)
    expect(faultsOf(root)).toEqual([])
  })

  it('ask for hours of a week, from Monday to Sunday, and for the week before', async () => {
    const { root, calls } = await openWindow({ path })
    await choose(root, 'Week')
    expect(calls.filter((call) => call.name === 'readings.span').at(-1)?.request).toEqual({
      meterId: METER,
      first: '2026-05-18',
      last: '2026-05-24',
      by: 'hour',
      compare: { first: '2026-05-11', last: '2026-05-17' }
    })
    const [plot] = plots(root)
    await press(plot!, 'Home')
    expect(spoken(plot)).toMatch(/^Monday,? 18 May, 00:00 to 01:00, 0\.\d\d kWh drawn, compared with 0\.\d\d kWh/u)
    await press(plot!, 'PageDown')
    expect(spoken(plot)).toMatch(/^Tuesday,? 19 May, 00:00 to 01:00/u)
  })

  it.each([
    ['Year', 'a year', { first: '2026-01-01', last: '2026-12-31' }, { first: '2025-01-01', last: '2025-12-31' }],
    ['Month', 'a month', { first: '2026-05-01', last: '2026-05-31' }, { first: '2026-04-01', last: '2026-04-30' }]
  ])('compare %s with the one before', async (kind, _, days, compare) => {
    const { root, calls } = await openWindow({ path })
    await choose(root, kind)
    expect(calls.filter((call) => call.name === 'readings.span').at(-1)?.request).toMatchObject({ ...days, compare })
  })

  it('compare with a year before, and with nothing', async () => {
    const { root, calls } = await openWindow({ path })
    await choose(root, 'Month')
    await click(byRole(root, 'button', /^Compare/u))
    await click(byRole(root, 'menuitem', 'a year before'))
    await settled()
    const asked = () => calls.filter((call) => call.name === 'readings.span').at(-1)?.request
    expect(asked()).toMatchObject({ compare: { first: '2025-05-01', last: '2025-05-31' } })
    await click(byRole(root, 'button', /^Compare/u))
    await click(byRole(root, 'menuitem', 'nothing'))
    await settled()
    expect(asked()).toMatchObject({ compare: null })
  })

  it('say of the days before how much is known, and that they are whole beside days that are not over', async () => {
    let known = 1000
    const span = (request: RequestOf<'readings.span'>) => ({
      ...sampleSpan(request),
      ...{ compareDrawn: 5_000_000, compareSlots: { known, all: 1000 } }
    })
    const { root } = await openWindow({ path, answers: { 'readings.span': span } })
    const labels = (): string[] => [...root.querySelectorAll('.sums dt')].map(textOf)
    expect(labels()).toContain('day before')
    await choose(root, 'Month')
    expect(labels()).toContain('month before, whole')
    known = 999
    await choose(root, 'Year')
    expect(labels()).toContain('year before, 99% known')
  })

  it('draw months of a year, and days after two steps closer', async () => {
    const { root } = await openWindow({ path })
    await choose(root, 'Year')
    const [plot] = plots(root)
    expect(nameOf(plot!)).toMatch(/12 bars, one per month/u)
    await press(plot!, 'Home')
    for (let month = 0; month < 3; month++) await press(plot!, 'ArrowRight')
    expect(spoken(plot)).toMatch(/^April 2026, 1\d\d\.\d\d kWh drawn/u)
    await press(plot!, '+')
    expect(nameOf(plot!)).toMatch(/one per week/u)
    await press(plot!, '+')
    expect(nameOf(plot!)).toMatch(/one per day/u)
    await click(byRole(root, 'button', 'Show all'))
    expect(nameOf(plot!)).toMatch(/12 bars/u)
  })

  it('open what a bar stands for, one step closer each time', async () => {
    const { root } = await openWindow({ path })
    await choose(root, 'Year')
    await press(plots(root)[0]!, 'Home')
    for (let month = 0; month < 3; month++) await press(plots(root)[0]!, 'ArrowRight')
    await press(plots(root)[0]!, 'Enter')
    await settled()
    expect(nameOf(plots(root)[0]!)).toMatch(/^1\s?–\s?30 Apr 2026, 30 bars, one per day/u)
    await press(plots(root)[0]!, 'Home')
    await press(plots(root)[0]!, 'Enter')
    await settled()
    expect(nameOf(plots(root)[0]!)).toMatch(/1 April 2026, 96 intervals/u)
  })

  it('jump to a week, a year and to any two days in either order', async () => {
    const { root, calls } = await openWindow({ path })
    const asked = () => calls.filter((call) => call.name === 'readings.span').at(-1)?.request
    const jump = async (...values: string[]): Promise<void> => {
      await click(byRole(root, 'button', /jump to another date/u))
      const fields = [...root.querySelectorAll<HTMLInputElement>('.jump input')]
      values.forEach((value, index) => (fields[index]!.value = value))
      root.querySelector('.jump')!.dispatchEvent(new Event('submit', { cancelable: true }))
      await settled()
      await settled()
    }
    await choose(root, 'Week')
    await jump('2026-04-01')
    expect(asked()).toMatchObject({ first: '2026-03-30', last: '2026-04-05' })
    await choose(root, 'Range')
    await jump('2026-05-10', '2026-04-20')
    expect(asked()).toMatchObject({ first: '2026-04-20', last: '2026-05-10', by: 'day' })
  })

  it('say contradictions of a bar aloud', async () => {
    const { root } = await openWindow({ path: '/readings?month=2026-05-01' })
    await settled()
    const [plot] = plots(root)
    await press(plot!, 'Home')
    for (let day = 0; day < 2; day++) await press(plot!, 'ArrowRight')
    expect(spoken(plot)).toMatch(/one contradicted value|1 contradicted value/u)
  })
})

describe('patterns below a span', () => {
  it('read the heat map by keyboard and open its day', async () => {
    const { root } = await openWindow({ path: '/readings?month=2026-05-01' })
    await settled()
    const heat = plots(root).find((plot) => /24 hours/u.test(nameOf(plot)))!
    await press(heat, 'Home')
    await press(heat, 'ArrowDown')
    expect(spoken(heat)).toMatch(/^Friday,? 1 May 2026, 01:00 to 02:00: 0\.\d\d kWh$/u)
    await press(heat, 'Enter')
    await settled()
    expect(nameOf(plots(root)[0]!)).toMatch(/1 May 2026, 96 intervals/u)
  })

  it('tell for how long a power was reached', async () => {
    const { root } = await openWindow({ path: '/readings?month=2026-05-01' })
    await settled()
    const curve = plots(root).find((plot) => /^Power by duration/u.test(nameOf(plot)))!
    await press(curve, 'Home')
    expect(spoken(curve)).toBe('Highest power: 2.40 kW.')
    await press(curve, 'PageDown')
    expect(spoken(curve)).toBe('For 10% of the time it was 1.96 kW or more.')
  })

  it('show the other direction on request', async () => {
    const { root, calls } = await openWindow({ path: '/readings?month=2026-05-01' })
    await settled()
    await choose(root, 'Fed in')
    expect(calls.filter((call) => call.name === 'readings.pattern').at(-1)?.request).toMatchObject({
      direction: 'fed-in'
    })
    expect(textOf(root)).toContain('When electricity is fed in')
  })

  it('say what this meter cannot tell of the own system', async () => {
    const { root } = await openWindow({ path: '/readings?month=2026-05-01' })
    await settled()
    expect(textOf(byRole(root, 'region', 'Own electricity'))).toContain('this meter cannot see')
  })
})
