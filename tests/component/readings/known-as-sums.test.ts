/** Energy that is known only as a sum: over a gap in a month, and of a register that is read once a month. */

import { describe, expect, it } from 'vitest'
import type { ReadingsSpan } from '../../../app/contract'
import { openWindow, settled } from '../support/open-window'
import { allByRole, byRole, faultsOf, textOf } from '../support/queries'
import { sampleDay, sampleRanges } from '../support/sample-readings'
import { sampleSpan } from '../support/sample-spans'

type Asked = Parameters<typeof sampleSpan>[0]

async function choose(root: HTMLElement, name: string): Promise<void> {
  const radio = byRole(root, 'radio', name) as HTMLInputElement
  radio.checked = true
  radio.dispatchEvent(new Event('change', { bubbles: true }))
  await settled()
  await settled()
}

/** The rows from the fifth to before the ninth have one sum. */
function withGap(span: ReadingsSpan): ReadingsSpan {
  const inside = (row: number): boolean => row >= 4 && row < 8
  return {
    ...span,
    drawn: span.drawn.map((value, row) => (inside(row) ? null : value)),
    fedIn: span.fedIn.map((value, row) => (inside(row) ? null : value)),
    measured: span.measured.map((slots, row) => (inside(row) ? 0 : slots)),
    long: [{ start: span.starts[4]!, end: span.starts[8]!, drawn: 41_200_000, fedIn: null }]
  }
}

/** All of the span is one sum. */
function onlySum(span: ReadingsSpan): ReadingsSpan {
  const none = span.drawn.map(() => null)
  return {
    ...{ ...span, drawn: none, fedIn: none, cost: none, compare: null, compareDrawn: null },
    measured: none.map(() => 0),
    long: [{ start: span.starts[0]!, end: span.starts.at(-1)!, drawn: 310_000_000, fedIn: 90_000_000 }]
  }
}

describe('what is known only as a sum', () => {
  it('is listed with its times and said of the rows inside, in the chart and in the table', async () => {
    const { root } = await openWindow({
      path: '/readings?month=2026-04-10',
      answers: { 'readings.span': (request) => withGap(sampleSpan(request as Asked)) }
    })
    await settled()
    for (const display of ['Chart', 'Table']) {
      await choose(root, display)
      expect(textOf(byRole(root, 'region', 'Known only as a sum'))).toMatch(/5 Apr 2026.*9 Apr 2026.*41\.2.*10\.3/u)
      expect(faultsOf(root)).toEqual([])
    }
    await choose(root, 'Chart')
    expect(textOf(root)).toContain('known only as a sum (4 days)')
  })

  it('is all there is of a register that is read once a month: no empty chart, and a day that says so', async () => {
    const month = 31 * 86_400
    const { root, calls } = await openWindow({
      path: '/readings',
      answers: {
        'readings.ranges': () => [{ ...sampleRanges[0]!, seconds: month }],
        'readings.span': (request) => onlySum(sampleSpan(request as Asked))
      }
    })
    await settled()
    expect(calls.some(({ name }) => name === 'readings.span')).toBe(true)
    expect((byRole(root, 'radio', 'Year') as HTMLInputElement).checked).toBe(true)
    expect(textOf(root)).toContain('This source tells sums only, the newest for: month.')
    expect(textOf(root)).not.toContain('of the time known')
    expect(textOf(byRole(root, 'region', 'Known only as a sum'))).toContain('310.0')
    expect(faultsOf(root)).toEqual([])
  })

  it('is a day of another clock for a source of days read elsewhere: the page says why it has no picture', async () => {
    const { root } = await openWindow({
      path: '/readings?date=2026-05-12',
      answers: {
        'readings.ranges': () => [{ ...sampleRanges[0]!, seconds: 86_400 }],
        'readings.day': ({ date }) => {
          const day = sampleDay(date)
          return { ...day, slots: [], totals: { ...day.totals, drawn: null, fedIn: null, measured: 0 } }
        }
      }
    })
    await settled()
    expect(textOf(root)).toContain('the days of the source begin at another hour')
    expect(allByRole(root, 'application')).toEqual([])
    expect(faultsOf(root)).toEqual([])
    byRole(root, 'button', 'See the month').click()
    await settled()
    expect((byRole(root, 'radio', 'Month') as HTMLInputElement).checked).toBe(true)
  })

  it('is no share of a time in the table: neither of a month that has one sum nor of what is still to come', async () => {
    const { root } = await openWindow({
      path: '/readings',
      answers: {
        'readings.ranges': () => [{ ...sampleRanges[0]!, seconds: 31 * 86_400 }],
        'readings.span': (request) => {
          const span = onlySum(sampleSpan(request as Asked))
          return { ...span, long: [{ ...span.long[0]!, end: span.starts[31]! }] }
        }
      }
    })
    await settled()
    await choose(root, 'Table')
    const shares = allByRole(root, 'row').map((row) => textOf(row.querySelector('td:last-child')))
    // January is known, then nothing is until May, and the rest of the year is still to come.
    expect(shares.slice(1, 13)).toEqual(['–', ...Array<string>(4).fill('0%'), ...Array<string>(7).fill('–')])
  })
})
