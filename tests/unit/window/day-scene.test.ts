import { describe, expect, it } from 'vitest'
import { type DayView, costScene, dayScene } from '../../../renderer/components/charts/day-scene'
import { barGeometry } from '../../../renderer/components/charts/bar-scene'
import { NOW, midnightOf, sampleDay } from '../../component/support/sample-readings'

const words: DayView['words'] = {
  unit: (value) => `${value} kWh`,
  number: (value, digits) => value.toFixed(digits),
  endOfDay: '24',
  price: String,
  gap: (gap) => [String(gap.start)],
  clockChange: 'clocks change',
  names: {}
}

function view(day: DayView['day'], change: Partial<DayView> = {}): DayView {
  const shown = {
    from: 0,
    to: day.slots.length,
    compare: true,
    usual: false,
    bands: true,
    now: null,
    hours: 2
  } as const
  return { day, ...shown, words, inset: { top: 0, bottom: 0 }, ...change }
}

/** A day of Berlin with `count` quarter hours from its midnight on. */
function clockChangeDay(date: string, count: number, start: number, clockChange: number): DayView['day'] {
  const day = sampleDay('2026-05-18')
  const slots = Array.from({ length: count }, (_, index) => ({ ...day.slots[0]!, start: start + index * 900 }))
  return { ...day, date, slots, clockChange, gaps: [], bands: [] }
}

describe('dayScene', () => {
  it('has one bar per slot, fed-in energy downward, and no bar where nothing is known', () => {
    const scene = dayScene(view(sampleDay('2026-05-18')))
    expect(scene.count).toBe(96)
    expect(scene.up[10]).toBeNull()
    expect(scene.up[0]).toBeCloseTo(0.025)
    expect(scene.down.some((value) => value !== null && value > 0)).toBe(true)
  })

  it('marks estimated bars and hatches gaps where they are', () => {
    const scene = dayScene(view(sampleDay('2026-05-18')))
    expect(scene.estimated.flatMap((estimated, index) => (estimated ? [index] : []))).toEqual([33, 34, 35, 36])
    expect(scene.gaps.map(({ from, to }) => [from, to])).toEqual([[10, 13]])
  })

  it('numbers every second hour and ends with the day', () => {
    const marks = dayScene(view(sampleDay('2026-05-18'))).ruler?.marks ?? []
    expect(marks.map(({ text }) => text)).toEqual([
      '0',
      '2',
      '4',
      '6',
      '8',
      '10',
      '12',
      '14',
      '16',
      '18',
      '20',
      '22',
      '24'
    ])
    expect(marks.at(-1)?.at).toBe(96)
  })

  it('skips the hour that is missing in March', () => {
    const start = Date.UTC(2026, 2, 28, 23) / 1000
    const scene = dayScene(view(clockChangeDay('2026-03-29', 92, start, start + 7200)))
    expect(scene.ruler?.marks.find(({ text }) => text === '4')?.at).toBe(12)
    expect(scene.jump).toEqual({ at: 8, text: 'clocks change' })
  })

  it('numbers the hour that occurs twice in October once', () => {
    const start = Date.UTC(2026, 9, 24, 22) / 1000
    const scene = dayScene(view(clockChangeDay('2026-10-25', 100, start, start + 10_800)))
    expect(scene.ruler?.marks.filter(({ text }) => text === '2')).toHaveLength(1)
    expect(scene.ruler?.marks.find(({ text }) => text === '4')?.at).toBe(20)
  })

  it('shows no gap after the present and puts the present where it is', () => {
    const day = { ...sampleDay(), gaps: [{ start: NOW + 900, end: NOW + 1800, drawn: null }] }
    const scene = dayScene(view(day, { now: { seconds: NOW, text: '17:30' } }))
    expect(scene.gaps).toEqual([])
    expect(scene.now).toEqual({ at: 70, text: '17:30' })
  })

  it('cuts everything to the stretch that is shown', () => {
    const scene = dayScene(view(sampleDay('2026-05-18'), { from: 48, to: 72 }))
    expect(scene.count).toBe(24)
    expect(scene.bands.map(({ from, to, name }) => [from, to, name])).toEqual([
      [0, 20, 'Tag'],
      [20, 24, 'Abend']
    ])
    expect(scene.gaps).toEqual([])
  })

  it('stands on an axis even when nothing was used', () => {
    const day = sampleDay('2026-05-18')
    const still = { ...day, slots: day.slots.map((slot) => ({ ...slot, drawn: 0, fedIn: 0, cost: 0 })), previous: [] }
    expect(dayScene(view(still)).axis.max).toBeGreaterThan(0)
    expect(costScene(view(still), String).axis.max).toBeGreaterThan(0)
  })
})

describe('barGeometry', () => {
  it('has whole-pixel pitches and keeps a gap between bars', () => {
    const bars = (width: number, count: number, upColour: 'drawn' | 'cost' = 'drawn') =>
      barGeometry({ width, height: 300, scale: 1 }, { count, upColour })
    expect(bars(1152, 96)).toMatchObject({ pitch: 12, barWidth: 8 })
    expect(bars(872, 96)).toMatchObject({ pitch: 9, barWidth: 5 })
    expect(bars(1000, 92)).toMatchObject({ pitch: 10, barWidth: 6 })
    expect(bars(1152, 96, 'cost')).toMatchObject({ pitch: 12, barWidth: 4 })
  })

  it('leaves room for the numbers of an axis that stands beside the bars', () => {
    for (const [count, width] of [
      [31, 1116],
      [90, 1152],
      [100, 872]
    ] as const) {
      const beside = { count, upColour: 'drawn', axisSide: 'beside' } as const
      const { pitch } = barGeometry({ width, height: 300, scale: 1.5 }, beside)
      expect(width - pitch * count).toBeGreaterThanOrEqual(60)
    }
  })
})

it('midnights of the samples are midnights', () => {
  expect(midnightOf('2026-05-18')).toBe(Date.UTC(2026, 4, 17, 22) / 1000)
})
