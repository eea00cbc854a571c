/**
 * What a Green Button file comes to, worked out from its text without a line of the importer: which lists count and in
 * which unit was read by a person and stands in the table below.
 */

import type { Figures } from './ar2418-figures'

type List = {
  /** Part of the address of the list's blocks; empty where the file has one list. */
  readonly address: string
  readonly direction: 'drawn' | 'fedIn'
  readonly power?: number
  /** Longest or shortest readings that are another quantity. */
  readonly without?: (reading: EspiPoint) => boolean
}

type EspiPoint = { readonly start: number; readonly seconds: number; readonly value: bigint }

const ONE: readonly List[] = [{ address: '', direction: 'drawn' }]

/** Files that hold electricity, with the lists that count. */
export const ESPI_LISTS: Readonly<Record<string, readonly List[]>> = {
  'ameren_15min_2023-09-15_10-15.xml': ONE,
  'cew821_1h_jan2011.xml': ONE,
  'cmdtest_one_usagepoint_three_measurements.xml': [
    { address: 'UsagePoint/1/MeterReading/1/', direction: 'drawn', without: ({ seconds }) => seconds === 900 }
  ],
  'cmdtest_three_usagepoints_mixed_multipliers.xml': [1, 2, 3].map((point) => ({
    address: `UsagePoint/${point}/MeterReading/1/`,
    direction: 'drawn',
    power: 3
  })),
  'gba_test_usage_data_15min_14days.xml': ONE,
  'jendobson_1h_oct2019.xml': ONE,
  'sdk_1day_365days.xml': ONE,
  'sdk_batch_three_usagepoints_feedin.xml': [
    { address: 'UsagePoint/4284792/MeterReading/1/', direction: 'drawn' },
    { address: 'UsagePoint/4284792/MeterReading/2/', direction: 'fedIn' },
    { address: 'UsagePoint/4284793/MeterReading/1/', direction: 'drawn' },
    { address: 'UsagePoint/4284794/MeterReading/1/', direction: 'fedIn' }
  ],
  // At one hour two values contradict each other, another has no length: the first counts, the second cannot.
  'sdk_coastal_single_family_1h_2011.xml': [
    {
      address: '',
      direction: 'drawn',
      without: ({ start, seconds, value }) => seconds === 0 || (start === 1_300_035_600 && value === 721n)
    }
  ],
  'sdk_electric_monthly.xml': ONE,
  'sdk_hourly_march.xml': ONE,
  'seed_two_readings.xml': ONE
}

export function espiFigures(xml: string, lists: readonly List[]): Omit<Figures, 'remarks'> {
  const sums: { drawn: bigint | null; fedIn: bigint | null } = { drawn: null, fedIn: null }
  // Both directions of one usage point share their rows.
  const rows = new Set<string>()
  const ends: number[] = []
  for (const { address, direction, power = 0, without } of lists) {
    const points = pointsOf(xml, address).filter((point) => !without?.(point))
    for (const { start, seconds, value } of points) {
      rows.add([address.replace(/MeterReading\/\d+\//u, ''), start].join(' '))
      ends.push(start, start + seconds)
      sums[direction] = (sums[direction] ?? 0n) + value * 10n ** BigInt(6 + power)
    }
  }
  return { intervals: rows.size, first: Math.min(...ends), last: Math.max(...ends), ...sums }
}

function pointsOf(xml: string, address: string): readonly EspiPoint[] {
  const entries = [...xml.matchAll(/<(?:\w+:)?entry\b[\s\S]*?<\/(?:\w+:)?entry>/gu)].map(([entry]) => entry)
  return entries
    .filter((entry) => /<(?:\w+:)?IntervalBlock\b/u.test(entry) && entry.includes(`${address}`))
    .flatMap((entry) => [...entry.matchAll(/<(?:\w+:)?IntervalReading>([\s\S]*?)<\/(?:\w+:)?IntervalReading>/gu)])
    .map(([, reading = '']) => {
      const number = (name: string): string =>
        new RegExp(`<(?:\\w+:)?${name}>\\s*(-?\\d+)\\s*<`, 'u').exec(reading)?.[1] ?? 'none'
      return { start: Number(number('start')), seconds: Number(number('duration')), value: BigInt(number('value')) }
    })
}
