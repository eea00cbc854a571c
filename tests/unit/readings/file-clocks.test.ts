/** Clocks that files name, and times that they stand for: rules of Green Button files, readings of gateways. */

import { describe, expect, it } from 'vitest'
import { toTimeZone } from '../../../app/domain/calendar'
import { toUtcSeconds } from '../../../app/domain/interval'
import { alignReadings } from '../../../app/readings/formats/ar2418/align-readings'
import type { RegisterBlock, RegisterReading } from '../../../app/readings/formats/ar2418/ar2418-document'
import { clockRules } from '../../../app/readings/formats/espi/clock-rules'
import { doubtfulDays } from '../../../app/readings/formats/espi/doubtful-days'
import type { EspiClock, EspiDocument } from '../../../app/readings/formats/espi/espi-document'

const DAY = 86_400
const LAST_SUNDAY_OF_MARCH = '3E0E1000'
const SECOND_SUNDAY_OF_MARCH = '360E2000'

describe('clockRules', () => {
  it('tells the fourth Sunday of a month with five from the last', () => {
    const { end } = clockRules(toTimeZone('America/Asuncion'), toUtcSeconds(Date.parse('2019-06-01T00:00Z') / 1000))
    const bits = Number.parseInt(end, 16)
    // 24 March 2019, and the 31st is a Sunday, too.
    expect([bits >>> 28, (bits >>> 25) % 8]).toEqual([3, 5])
  })
})

describe('doubtfulDays', () => {
  const count = (clock: EspiClock): number => {
    const block = { links: { self: '', up: '', related: [] }, start: 20_000 * DAY, seconds: DAY, readings: [] }
    const document: EspiDocument = { usagePoints: [], meterReadings: [], types: [], blocks: [block], clock }
    return doubtfulDays(document).count
  }

  it('doubts a midnight of universal time, but not where summer time has it as its own', () => {
    expect(count({ offset: 3600, summer: 3600, begins: LAST_SUNDAY_OF_MARCH })).toBe(1)
    // The Azores: an hour behind, and in summer at universal time.
    expect(count({ offset: -3600, summer: 3600, begins: LAST_SUNDAY_OF_MARCH })).toBe(0)
  })

  it('doubts universal time with an American summer, and not where there is none', () => {
    expect(count({ offset: 0, summer: 3600, begins: SECOND_SUNDAY_OF_MARCH })).toBe(1)
    expect(count({ offset: 0, summer: 0, begins: SECOND_SUNDAY_OF_MARCH })).toBe(0)
    expect(count({ offset: 0, summer: 3600, begins: LAST_SUNDAY_OF_MARCH })).toBe(0)
  })
})

describe('alignReadings', () => {
  const reading = (captured: number, target: number | null = null): RegisterReading => ({
    ...{ captured: toUtcSeconds(captured), target: target === null ? null : toUtcSeconds(target), offset: 0 },
    ...{ value: BigInt(captured), status: 0, isEstimate: false, line: 1 }
  })
  const block = (...readings: RegisterReading[]): RegisterBlock => ({
    start: toUtcSeconds(readings[0]?.captured ?? 0),
    end: toUtcSeconds(readings.at(-1)?.captured ?? 0),
    readings
  })

  it('keeps of two readings for one instant the one that was taken nearer to it, whichever comes first', () => {
    for (const both of [
      [reading(930, 900), reading(901, 900)],
      [reading(901, 900), reading(930, 900)]
    ]) {
      const { blocks, doubled } = alignReadings({ period: 900, blocks: [block(reading(0), ...both, reading(1800))] })
      expect([...(blocks[0]?.readings ?? [])].map(({ reading: { captured } }) => captured)).toEqual([0, 901, 1800])
      expect(doubled).toBe(1)
    }
  })

  it('parts stretches that touch, and makes one of those that overlap', () => {
    const [first, touching, over] = [
      block(reading(0), reading(900)),
      block(reading(900), reading(1800)),
      block(reading(450), reading(1350))
    ]
    expect(alignReadings({ period: 900, blocks: [first, touching] }).blocks).toHaveLength(2)
    expect(alignReadings({ period: 450, blocks: [first, over] }).blocks).toHaveLength(1)
  })

  it('takes of two distances that are as common the shorter', () => {
    expect(alignReadings({ period: null, blocks: [block(reading(0), reading(900), reading(4500))] }).period).toBe(900)
    expect(alignReadings({ period: null, blocks: [block(reading(0), reading(3600), reading(4500))] }).period).toBe(900)
  })
})
