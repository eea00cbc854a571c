import { describe, expect, it } from 'vitest'
import { ar2418 } from '../../../app/readings/formats/ar2418/read-ar2418'
import { readFormat, sumsOf } from '../../support/read-format'

type Given = {
  readonly at: string
  readonly value: number | string
  readonly status?: number | null
  readonly more?: string
}

function reading({ at, value, status = 0, more = '' }: Given): string {
  const validity = status === null ? '' : `<statusPTB>${status}</statusPTB>`
  return `<IntervalReading><espi:value>${value}</espi:value><timePeriod><duration>0</duration><start>${at}</start>
    </timePeriod>${more}${validity}</IntervalReading>`
}

function list(
  readings: readonly (Given | readonly Given[])[],
  { obis = '0100010800FF', owner = '1EXA0000000001', scaler = '-1', unit = '72', interval = '' } = {}
): string {
  const blocks = readings.some((one) => Array.isArray(one)) ? readings : [readings]
  return `<MeterReading><Meter><meterId>1EXA0000000001</meterId></Meter><ReadingType>
    <espi:powerOfTenMultiplier>0</espi:powerOfTenMultiplier><espi:uom>${unit}</espi:uom><scaler>${scaler}</scaler>
    <obisCode>${obis}</obisCode><qualifiedLogicalName>${obis}.${owner}.sm</qualifiedLogicalName></ReadingType>
    ${(blocks as readonly (readonly Given[])[])
      .map((block) => `<IntervalBlock>${interval}${block.map(reading).join('')}</IntervalBlock>`)
      .join('')}</MeterReading>`
}

function file(...lists: readonly string[]): Uint8Array {
  return new TextEncoder().encode(`<?xml version="1.0"?>
<UsagePoints xmlns="http://vde.de/AR_2418-6.xsd" xmlns:espi="http://naesb.org/espi"><UsagePoint>${lists.join('')}</UsagePoint></UsagePoints>`)
}

const at = (minute: number, second = 0): string =>
  `2026-05-18T${String(8 + Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}:${String(second).padStart(2, '0')}+02:00`
const time = (minute: number): number => Date.parse(at(minute)) / 1000
const regular: readonly Given[] = [0, 15, 30, 45, 60].map((minute) => ({ at: at(minute), value: 1000 + minute }))

async function read(...lists: readonly string[]) {
  const { rows, remarks, registers } = await readFormat(ar2418, file(...lists))
  const all = rows.get('1EXA0000000001') ?? []
  return {
    rows: all.map(({ start, seconds, drawn, fedIn, quality }) => [
      (start - time(0)) / 60,
      seconds / 60,
      drawn?.amount ?? null,
      fedIn?.amount ?? null,
      quality
    ]),
    sums: sumsOf(all),
    remarks: remarks.map(({ code, params }) => [code, params]),
    registers
  }
}

const refusal = (...lists: readonly string[]): Promise<unknown> =>
  readFormat(ar2418, file(...lists)).then(
    () => null,
    (error: unknown) => error
  )

describe('a gateway’s file', () => {
  it('turns registers into energy between them, in both directions', async () => {
    const fedIn = list(
      regular.map((one) => ({ ...one, value: Number(one.value) * 2 })),
      { obis: '0100020800ff' }
    )
    expect(await read(list(regular), fedIn)).toEqual({
      rows: [0, 15, 30, 45].map((minute) => [minute, 15, 15n, 30n, 'measured']),
      sums: { drawn: 6_000_000n, fedIn: 12_000_000n },
      remarks: [],
      registers: 10
    })
  })

  it('takes readings a few seconds beside the quarter hour for the quarter hour, and others where they were taken', async () => {
    const jittered = [
      { at: at(-1, 59).replace(':-1:', ':59:').replace('T08', 'T07'), value: 1000 },
      { at: at(15, 27), value: 1010 },
      { at: at(30, 28), value: 1020 },
      { at: at(45), value: 1030 },
      { at: at(60), value: 1040 }
    ]
    const { rows, remarks } = await read(list(jittered))
    expect(rows.map(([start, minutes]) => [start, minutes])).toEqual([
      [0, 15],
      [15, 15 + 28 / 60],
      [30 + 28 / 60, 15 - 28 / 60],
      [45, 15]
    ])
    expect(remarks).toEqual([['register-off-grid', { count: 1 }]])
  })

  it('goes by the target time where there is one, and says how late the reading was', async () => {
    const late = regular.map((one, index) => ({
      ...one,
      at: index === 2 ? at(30, 40) : one.at,
      more: `<targetTime>${one.at}</targetTime>`
    }))
    const { rows, remarks } = await read(list(late))
    expect(rows).toHaveLength(4)
    expect(rows[2]?.slice(0, 2)).toEqual([30, 15])
    expect(remarks).toEqual([['register-late', { count: 1, seconds: 40 }]])
  })

  it('uses no invalid reading: around it only the sum is known', async () => {
    const { rows, remarks, registers } = await read(
      list(regular.map((one, index) => ({ ...one, status: index === 2 ? 3 : 1 })))
    )
    expect(rows.map(([start, minutes, drawn]) => [start, minutes, drawn])).toEqual([
      [0, 15, 15n],
      [15, 30, 30n],
      [45, 15, 15n]
    ])
    expect(remarks).toEqual([
      ['register-invalid-left-out', { count: 1 }],
      ['register-longer', { count: 1 }]
    ])
    expect(registers).toBe(4)
  })

  it('believes nothing after the meter was called defective', async () => {
    const { rows, remarks } = await read(list(regular.map((one, index) => ({ ...one, status: index === 3 ? 4 : 0 }))))
    expect(rows).toHaveLength(2)
    expect(remarks).toEqual([['register-invalid-left-out', { count: 2 }]])
  })

  it('calls an interval a substitute when one of its ends is', async () => {
    const { rows, remarks } = await read(list(regular.map((one, index) => ({ ...one, status: index === 2 ? 2 : 0 }))))
    expect(rows.map(([, , , , quality]) => quality)).toEqual(['measured', 'substituted', 'substituted', 'measured'])
    expect(remarks).toEqual([['register-substitutes', { count: 1 }]])
  })

  it.each([
    ['0000000500100504', 'measured'],
    ['0000200500100504', 'substituted'],
    ['0000100500100504', 'measured'],
    ['', 'measured']
  ])('reads validity from the word %s where there is no other', async (word, quality) => {
    const worded = regular.map((one) => ({ ...one, status: null, more: `<statusFNN>${word}</statusFNN>` }))
    const { rows } = await read(list(worded))
    expect(rows[0]?.[4]).toBe(quality)
  })

  it.each([
    ['the clock', '0000020500100504'],
    ['the gateway', '0000410500100504'],
    ['a defect of the gateway', '0000010500100504'],
    ['a defect of the meter', '0000000000020000']
  ])('uses nothing that is invalid by %s', async (_, word) => {
    const worded = regular.map((one) => ({ ...one, status: null, more: `<statusFNN>${word}</statusFNN>` }))
    expect(await refusal(list(worded))).toMatchObject({ code: 'ar2418-all-invalid', params: { count: 5 } })
  })

  it('counts one of two readings for the same instant, the more punctual', async () => {
    const doubled = [...regular, { at: at(30, 9), value: 1031 }, { at: at(30, 2), value: 1032 }]
    const { rows, remarks } = await read(list(doubled))
    expect(rows).toHaveLength(4)
    expect(rows[2]?.[2]).toBe(15n)
    expect(remarks).toEqual([['register-doubled', { count: 2 }]])
  })

  it('takes no interval over which the register went back or ran away', async () => {
    const values = [1000, 900, 910, 10 ** 9, 10 ** 9 + 5]
    const { rows, remarks } = await read(list(regular.map((one, index) => ({ ...one, value: values[index] ?? 0 }))))
    expect(rows.map(([start, , drawn]) => [start, drawn])).toEqual([
      [15, 10n],
      [45, 5n]
    ])
    expect(remarks).toEqual([['register-broken', { count: 2, start: time(0) }]])
  })

  it('says nothing of the time between two blocks that do not adjoin', async () => {
    const { rows } = await read(list([regular.slice(0, 2), regular.slice(3)]))
    expect(rows.map(([start]) => start)).toEqual([0, 45])
  })

  it('puts blocks together that adjoin or overlap', async () => {
    expect((await read(list([regular.slice(0, 3), regular.slice(2)]))).rows).toHaveLength(4)
    expect((await read(list([regular.slice(0, 4), regular.slice(1)]))).rows).toHaveLength(4)
    expect((await read(list(regular.slice(0, 3)), list(regular.slice(2)))).rows).toHaveLength(4)
  })

  it('counts stamps of another zone', async () => {
    const winter = regular.map((one, index) => (index === 4 ? { ...one, at: '2026-05-18T07:00:00Z' } : one))
    expect((await read(list(winter))).remarks).toEqual([['register-other-zone', { count: 1 }]])
    const universal = regular.map((one) => ({ ...one, at: new Date(one.at).toISOString() }))
    expect((await read(list(universal))).remarks).toEqual([])
  })

  it('leaves out what the gateway derived, gas and other registers, each with a word', async () => {
    const { rows, remarks } = await read(
      list(regular),
      list(regular, { owner: 'TAF-2' }),
      list(regular, { obis: '0700030100FF' }),
      list(regular, { obis: '0100030800FF' })
    )
    expect(rows).toHaveLength(4)
    expect(remarks).toEqual([
      ['register-derived-left-out', { count: 1, registers: '1-0:1.8.0*255' }],
      ['register-gas-left-out', { count: 1, registers: '7-0:3.1.0*255' }],
      ['register-left-out', { count: 1, registers: '1-0:3.8.0*255' }]
    ])
  })

  it.each([
    ['nothing', [], 'ar2418-no-readings'],
    ['only gas', [list(regular, { obis: '0700030100FF' })], 'file-only-gas'],
    ['only derived registers', [list(regular, { owner: 'TAF-1' })], 'ar2418-no-original'],
    ['one reading', [list(regular.slice(0, 1))], 'ar2418-single-reading'],
    ['power for energy', [list(regular, { unit: '38' })], 'ar2418-unit'],
    ['units beyond what is stored', [list(regular, { scaler: '-7' })], 'ar2418-unit'],
    ['a negative register', [list([{ at: at(0), value: -1 }])], 'ar2418-value'],
    ['no time', [list([{ at: 'soon', value: 1 }])], 'ar2418-time'],
    ['a time without a zone', [list([{ at: '2026-05-18T08:00:00', value: 1 }])], 'ar2418-time'],
    ['a time before all meters', [list([{ at: '1999-05-18T08:00:00Z', value: 1 }])], 'ar2418-time'],
    ['an unknown validity', [list([{ at: at(0), value: 1, status: 5 }])], 'ar2418-status'],
    ['no register', [list(regular, { obis: '010000000FF' })], 'ar2418-register'],
    ['no meter', [list(regular).replace(/<meterId>.*<\/meterId>/u, '')], 'ar2418-meter']
  ])('is refused with %s', async (_, lists, code) => {
    expect(await refusal(...lists)).toMatchObject({ name: 'AppError', code })
  })
})
