import { describe, expect, it } from 'vitest'
import { toTimeZone } from '../../../app/domain/calendar'
import { toUtcSeconds } from '../../../app/domain/interval'
import { clockRules } from '../../../app/readings/formats/espi/clock-rules'
import { espi } from '../../../app/readings/formats/espi/read-espi'
import { readFormat } from '../../support/read-format'

const START = Date.parse('2026-05-18T07:00:00Z') / 1000
type Given = readonly [hour: number, value: number | string, hours?: number, quality?: number]

const POINT = 'RetailCustomer/7/UsagePoint/1'
const LIST = `${POINT}/MeterReading/1`

function entry(links: Readonly<Record<string, string | readonly string[]>>, content: string): string {
  const all = Object.entries(links).flatMap(([rel, hrefs]) => [hrefs].flat().map((href) => [rel, href]))
  const text = all.map(([rel, href]) => `<link rel="${rel}" href="${href}"/>`).join('')
  return `<entry>${text}<content>${content}</content></entry>`
}

const point = (kind: string, self = POINT): string =>
  entry({ self }, `<e:UsagePoint><e:ServiceCategory><e:kind>${kind}</e:kind></e:ServiceCategory></e:UsagePoint>`)

const meterReading = (self = LIST, type = 'ReadingType/1'): string =>
  entry({ self, related: [`${self}/IntervalBlock`, type] }, '<e:MeterReading/>')

function type(parts: Readonly<Record<string, number>> = {}, self = 'ReadingType/1'): string {
  const all = { accumulationBehaviour: 4, flowDirection: 1, powerOfTenMultiplier: 0, uom: 72, ...parts }
  const text = Object.entries(all).map(([name, value]) => `<e:${name}>${value}</e:${name}>`)
  return entry({ self }, `<e:ReadingType>${text.join('')}</e:ReadingType>`)
}

function block(readings: readonly Given[], list = LIST, interval = ''): string {
  const text = readings.map(
    ([hour, value, hours = 1, quality]) =>
      `<e:IntervalReading>${quality === undefined ? '' : `<e:ReadingQuality><e:quality>${quality}</e:quality></e:ReadingQuality>`}
      <e:timePeriod><e:duration>${3600 * hours}</e:duration><e:start>${START + 3600 * hour}</e:start></e:timePeriod>
      <e:value>${value}</e:value></e:IntervalReading>`
  )
  return entry(
    { self: `${list}/IntervalBlock/1`, up: `${list}/IntervalBlock` },
    `<e:IntervalBlock>${interval}${text.join('')}</e:IntervalBlock>`
  )
}

const HOURS: readonly Given[] = [
  [0, 100],
  [1, 200],
  [2, 300]
]

function file(...entries: readonly string[]): Uint8Array {
  return new TextEncoder().encode(
    `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:e="http://naesb.org/espi">${entries.join('')}</feed>`
  )
}

async function read(...entries: readonly string[]) {
  const { rows, remarks } = await readFormat(espi, file(...entries))
  return {
    meters: [...rows.keys()],
    rows: [...rows.values()].flat().map(({ start, seconds, drawn, fedIn, quality }) => {
      const wattHours = (amount: typeof drawn): number | null => amount && Number(amount.amount) / 10 ** amount.exponent
      return [(start - START) / 3600, seconds / 3600, wattHours(drawn), wattHours(fedIn), quality]
    }),
    remarks: remarks.map(({ code, params }) => [code, params])
  }
}

const refusal = (...entries: readonly string[]): Promise<unknown> =>
  readFormat(espi, file(...entries)).then(
    () => null,
    (error: unknown) => error
  )

describe('a Green Button file', () => {
  it('holds energy per interval of a usage point', async () => {
    expect(await read(point('0'), meterReading(), type(), block(HOURS))).toEqual({
      meters: ['7-1'],
      rows: [
        [0, 1, 100, null, 'measured'],
        [1, 1, 200, null, 'measured'],
        [2, 1, 300, null, 'measured']
      ],
      remarks: []
    })
  })

  it('puts feed-in beside what was drawn', async () => {
    const other = `${POINT}/MeterReading/2`
    const { rows, meters } = await read(
      point('0'),
      meterReading(),
      type(),
      block(HOURS),
      meterReading(other, 'ReadingType/2'),
      type({ flowDirection: 19, powerOfTenMultiplier: -3 }, 'ReadingType/2'),
      block([[1, 7]], other)
    )
    expect(meters).toEqual(['7-1'])
    expect(rows[1]).toEqual([1, 1, 200, 0.007, 'measured'])
  })

  it.each([
    ['without a list’s address, by the block’s own', (text: string) => text.replaceAll(/<link rel="up"[^>]*>/gu, '')],
    [
      'without links between list and blocks, by how addresses begin',
      (text: string) => text.replaceAll(`<link rel="related" href="${LIST}/IntervalBlock"/>`, '')
    ],
    [
      'without any link to a type, where there is one type',
      (text: string) => text.replaceAll('<link rel="related" href="ReadingType/1"/>', '')
    ]
  ])('finds its way %s', async (_, changed) => {
    const entries = [point('0'), meterReading(), type(), block(HOURS)].map(changed)
    expect((await read(...entries)).rows).toHaveLength(3)
  })

  it('knows qualities, of a reading before those of its type', async () => {
    const qualities: readonly Given[] = [
      [0, 1, 1, 17],
      [1, 1, 1, 8],
      [2, 1, 1, 7],
      [3, 1]
    ]
    const { rows } = await read(point('0'), meterReading(), type({ defaultQuality: 9 }), block(qualities))
    expect(rows.map(([, , , , quality]) => quality)).toEqual(['measured', 'estimated', 'substituted', 'estimated'])
  })

  it('leaves out what lasts no time, stands twice or contradicts, and says where', async () => {
    const odd: readonly Given[] = [...HOURS, [1, 200], [2, 301], [3, 400, 0], [3, 500]]
    const { rows, remarks } = await read(point('0'), meterReading(), type(), block(odd))
    expect(rows.map(([, , drawn]) => drawn)).toEqual([100, 200, 300, 500])
    const about = { meterId: '7-1', direction: 'drawn', count: 1 }
    expect(remarks).toEqual([
      ['espi-no-duration', { ...about, start: START + 3 * 3600 }],
      ['espi-doubled', { ...about, start: START + 3600 }],
      ['espi-overlap', { ...about, start: START + 2 * 3600 }]
    ])
  })

  it('leaves out a rare shorter value, but not where the stated length is simply wrong', async () => {
    const peak: readonly Given[] = [...HOURS, [3, 8300, 0.25]]
    const { rows, remarks } = await read(point('0'), meterReading(), type({ intervalLength: 3600 }), block(peak))
    expect(rows).toHaveLength(3)
    expect(remarks.map(([code]) => code)).toEqual(['espi-other-length'])
    const wrong = await read(point('0'), meterReading(), type({ intervalLength: 86_400 }), block(HOURS))
    expect([wrong.rows.length, wrong.remarks]).toEqual([3, []])
  })

  it('fills with coarser lists only what finer ones leave open', async () => {
    const other = `${POINT}/MeterReading/2`
    const coarse = block(
      [
        [0, 600, 3],
        [3, 900, 3]
      ],
      other
    )
    const { rows, remarks } = await read(point('0'), meterReading(other), coarse, meterReading(), type(), block(HOURS))
    expect(rows.map(([start, , drawn]) => [start, drawn])).toEqual([
      [0, 100],
      [1, 200],
      [2, 300],
      [3, 900]
    ])
    expect(remarks).toEqual([['espi-coarser-left-out', { count: 1 }]])
  })

  it('says when its days begin at midnight of universal time though its clock shows another hour', async () => {
    const clock = entry(
      { self: 'L' },
      '<e:LocalTimeParameters><e:dstOffset>3600</e:dstOffset><e:tzOffset>-21600</e:tzOffset></e:LocalTimeParameters>'
    )
    const days: readonly Given[] = [
      [-7, 5000, 24],
      [17, 6000, 24]
    ]
    const { remarks } = await read(point('0'), clock, meterReading(), type(), block(days))
    expect(remarks).toEqual([['espi-clock-doubtful', { count: 2, hours: -6 }]])
    const local = days.map(([hour, value, hours = 24]): Given => [hour + 5, value, hours])
    expect((await read(point('0'), clock, meterReading(), type(), block(local))).remarks).toEqual([])
  })

  it('says when the clock that it names is used nowhere', async () => {
    const clock = (rule: string) =>
      entry(
        { self: 'L' },
        `<e:LocalTimeParameters><e:dstOffset>3600</e:dstOffset><e:dstStartRule>${rule}</e:dstStartRule><e:tzOffset>0</e:tzOffset></e:LocalTimeParameters>`
      )
    const remarksWith = async (rule: string) =>
      (await read(point('0'), clock(rule), meterReading(), type(), block([[-7, 5000, 24]]))).remarks
    expect(await remarksWith('360E2000')).toEqual([['espi-clock-nowhere', { count: 1 }]])
    // The last Sunday of March, as in London and Lisbon.
    for (const rule of ['3E0E1000', 'FFFFFFFF', '']) expect(await remarksWith(rule)).toEqual([])
  })

  it('says when a home would have to be a factory', async () => {
    const { remarks } = await read(point('0'), meterReading(), type({ powerOfTenMultiplier: 3 }), block(HOURS))
    expect(remarks).toEqual([['power-unusual', { watts: 300_000, meterId: '7-1', direction: 'drawn' }]])
  })

  it('takes energy without a direction as drawn, and says so', async () => {
    const { rows, remarks } = await read(point('0'), meterReading(), type({ flowDirection: 0 }), block(HOURS))
    expect(rows[0]?.[2]).toBe(100)
    expect(remarks).toEqual([['espi-direction-assumed', { count: 1 }]])
  })

  it.each([
    ['netted', type({ flowDirection: 4 }), 'espi-net'],
    ['of no direction', type({ flowDirection: 20 }), 'espi-direction'],
    ['register totals', type({ accumulationBehaviour: 1 }), 'espi-accumulation'],
    ['power', type({ uom: 38 }), 'espi-unit'],
    ['described in two ways at one address', type() + type({ uom: 38 }), 'espi-type-unclear']
  ])('leaves out a list of values that are %s, and is refused without another', async (_, description, code) => {
    expect(await refusal(point('0'), meterReading(), description, block(HOURS))).toMatchObject({ code })
    const other = `${POINT}/MeterReading/2`
    const { rows, remarks } = await read(
      point('0'),
      meterReading(),
      description,
      block(HOURS),
      meterReading(other, 'ReadingType/9'),
      type({}, 'ReadingType/9'),
      block(HOURS, other)
    )
    expect(rows).toHaveLength(3)
    expect(remarks).toEqual([[`${code}-left-out`, { count: 1 }]])
  })

  it.each([
    ['gas', point('1'), 'file-only-gas'],
    ['water', point('2'), 'file-only-water'],
    ['heat', point('4'), 'file-only-heat'],
    ['television', point('8'), 'file-only-other']
  ])('of %s is refused with that word', async (_, kind, code) => {
    expect(await refusal(kind, meterReading(), type(), block(HOURS))).toMatchObject({ code })
  })

  it('of gas is known by its values where the service says nothing', async () => {
    expect(await refusal(point(''), meterReading(), type({ commodity: 7, uom: 169 }), block(HOURS))).toMatchObject({
      code: 'file-only-gas'
    })
  })

  it.each([
    ['no value', block([[0, '']]), 'espi-value'],
    ['a broken value', block([[0, '1.5']]), 'espi-value'],
    ['negative energy', block([[0, -1]]), 'espi-negative'],
    ['more than a megawatt', block([[0, 1_000_001]]), 'espi-implausible'],
    ['half a second', block(HOURS).replace(String(START), `${START}.5`), 'espi-time'],
    [
      'a power of ten at a value',
      block(HOURS).replace('<e:timePeriod>', '<e:powerOfTenMultiplier>3</e:powerOfTenMultiplier>$&'),
      'espi-multiplier'
    ],
    ['no values', block([]), 'espi-no-readings']
  ])('is refused with %s', async (_, values, code) => {
    expect(await refusal(point('0'), meterReading(), type(), values)).toMatchObject({ name: 'AppError', code })
  })
})

describe('clockRules', () => {
  it.each([
    ['America/New_York', -18_000, 3600, '360E2000', 'B40E2000'],
    ['Europe/Berlin', 3600, 3600, '3E0E2000', 'AE0E3000'],
    ['UTC', 0, 0, 'FFFFFFFF', 'FFFFFFFF'],
    ['Australia/Lord_Howe', 37_800, 1800, 'A40E2000', '440E2000']
  ])('writes the clock of %s as utilities do', (zone, offset, summer, start, end) => {
    expect(clockRules(toTimeZone(zone), toUtcSeconds(START))).toEqual({ offset, summer, start, end })
  })
})
