import { describe, expect, it } from 'vitest'
import { readRegisters } from '../../../app/readings/registers/read-registers'
import { writeObisCode } from '../../../app/readings/formats/ar2418/obis-code'
import { toUtcSeconds } from '../../../app/domain/interval'
import { inPieces } from '../../support/read-format'

const HEAD = '<UsagePoints xmlns="http://vde.de/AR_2418-6.xsd" xmlns:espi="http://naesb.org/espi"><UsagePoint>'
const FOOT = '</UsagePoint></UsagePoints>'

type Register = {
  readonly obis?: string
  readonly owner?: string
  readonly without?: readonly string[]
  readonly step?: number
}

/** A register that counts 1 every quarter hour; readings at the named instants are missing. */
function readings(from: string, to: string, ...registers: readonly Register[]): string {
  const lists = (registers.length === 0 ? [{}] : registers).map(
    ({ obis = '0100010800FF', owner = 'M1', without = [], step = 900 }) => {
      const missing = new Set(without.map((time) => Date.parse(time) / 1000))
      const lines: string[] = []
      for (
        let at = Date.parse(from) / 1000, value = 100;
        at <= Date.parse(to) / 1000;
        at += step, value += step / 900
      ) {
        if (missing.has(at)) continue
        const stamp = new Date(at * 1000).toISOString()
        lines.push(`<IntervalReading><espi:value>${value}</espi:value><timePeriod><duration>0</duration><start>${stamp}</start>
        </timePeriod><statusPTB>0</statusPTB></IntervalReading>`)
      }
      return `<MeterReading><Meter><meterId>M1</meterId></Meter><ReadingType><espi:uom>72</espi:uom><scaler>-1</scaler>
      <obisCode>${obis}</obisCode><qualifiedLogicalName>${obis}.${owner}.sm</qualifiedLogicalName></ReadingType>
      <IntervalBlock>${lines.join('')}</IntervalBlock></MeterReading>`
    }
  )
  return `${HEAD}${lists.join('')}${FOOT}`
}

type Tariff = {
  readonly useCase?: number
  readonly start: string
  readonly end: string
  readonly stages?: readonly (readonly [number: number, obis: string])[]
  /** Hour (and quarter) and stage, per day id. */
  readonly days: Readonly<Record<string, readonly (readonly [hour: number, stage: number])[]>>
  /** Dates and their day id. */
  readonly dates: readonly (readonly [date: string, id: string])[]
  readonly trigger?: string
}

const STAGES = [
  [1, '0100010801FF'],
  [2, '0100010802FF']
] as const

function tariff({ useCase = 2, start, end, stages = STAGES, days, dates, trigger = '' }: Tariff): string {
  const dayText = Object.entries(days).map(([id, switches]) => {
    const times = switches.map(
      ([
        hour,
        stage
      ]) => `<DayTimeProfile><startTime><hour>${Math.floor(hour)}</hour><minute>${(hour % 1) * 60}</minute></startTime>
        <tariffNumber>${stage}</tariffNumber></DayTimeProfile>`
    )
    return `<DayProfile><dayId>${id}</dayId>${times.join('')}</DayProfile>`
  })
  const dateText = dates.map(([date, id]) => {
    const [year, month, day] = date.split('-')
    return `<SpecialDayProfile><specialDayDate><year>${year}</year><month>${month}</month><day_of_month>${day}</day_of_month>
      </specialDayDate><dayId>${id}</dayId></SpecialDayProfile>`
  })
  const stageText = stages.map(
    ([number, obis]) => `<TariffStage><tariffNumber>${number}</tariffNumber><obisCode>${obis}</obisCode></TariffStage>`
  )
  return `${HEAD}<AnalysisProfile><tariffUseCase>${useCase}</tariffUseCase><tariffId>T</tariffId><billingPeriod>
    <duration>${(Date.parse(end) - Date.parse(start)) / 1000}</duration><start>${start}</start></billingPeriod>${stageText.join('')}
    <defaultTariffNumber>1</defaultTariffNumber><TariffChangeTrigger><TimeTrigger>${dayText.join('')}${dateText.join('')}${trigger}
    </TimeTrigger></TariffChangeTrigger></AnalysisProfile>${FOOT}`
}

async function registersOf(
  readingsText: string,
  tariffText: string,
  period: { readonly from?: string; readonly to?: string } = {}
) {
  const bytes = (text: string): AsyncGenerator<Uint8Array> => inPieces(new TextEncoder().encode(text), 4096)
  const time = (text?: string) => (text === undefined ? null : toUtcSeconds(Date.parse(text) / 1000))
  const result = await readRegisters(bytes(readingsText), bytes(tariffText), {
    from: time(period.from),
    to: time(period.to)
  })
  return {
    amounts: Object.fromEntries(result.registers.map(({ obis, amount }) => [writeObisCode(obis), Number(amount)])),
    remarks: result.remarks.map(({ code }) => code),
    period: [result.period.start, result.period.end].map((at) => new Date(at * 1000).toISOString().slice(0, 16))
  }
}

const DAY = { start: '2026-05-18T00:00:00+02:00', end: '2026-05-19T00:00:00+02:00' } as const
/** Stage 2 from 6 to 21 o'clock. */
const HIGH = {
  1: [
    [0, 1],
    [6, 2],
    [21, 1]
  ]
} as const
const DATES = [['2026-05-18', '1']] as const

describe('the registers of a tariff by time of day', () => {
  it('are fed by the stage that holds', async () => {
    expect(await registersOf(readings(DAY.start, DAY.end), tariff({ ...DAY, days: HIGH, dates: DATES }))).toEqual({
      amounts: { '1-0:1.8.1*255': 36, '1-0:1.8.2*255': 60, '1-0:1.8.63*255': 0 },
      remarks: [],
      period: ['2026-05-17T22:00', '2026-05-18T22:00']
    })
  })

  it('give energy over a change without a reading to the error register', async () => {
    const hole = readings(DAY.start, DAY.end, { without: ['2026-05-18T06:00:00+02:00', '2026-05-18T12:00:00+02:00'] })
    expect(await registersOf(hole, tariff({ ...DAY, days: HIGH, dates: DATES }))).toMatchObject({
      amounts: { '1-0:1.8.1*255': 35, '1-0:1.8.2*255': 59, '1-0:1.8.63*255': 2 },
      remarks: ['registers-error-energy']
    })
  })

  it.each([
    ['2026-03-29', '+01:00', '+02:00', 92],
    ['2026-10-25', '+02:00', '+01:00', 100]
  ])('follow the clock on the wall on %s', async (date, before, after, quarters) => {
    const start = `${date}T00:00:00${before}`
    const end = new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10) + `T00:00:00${after}`
    // From 2 to 3 o'clock: missing in spring, twice in autumn.
    const days = {
      1: [
        [0, 1],
        [2, 2],
        [3, 1]
      ]
    } as const
    const { amounts } = await registersOf(readings(start, end), tariff({ start, end, days, dates: [[date, '1']] }))
    const night = quarters === 92 ? 0 : 8
    expect(amounts).toEqual({ '1-0:1.8.1*255': quarters - night, '1-0:1.8.2*255': night, '1-0:1.8.63*255': 0 })
  })

  it('go to the error register on a date that the tariff does not name', async () => {
    const end = '2026-05-20T00:00:00+02:00'
    const { amounts } = await registersOf(readings(DAY.start, end), tariff({ ...DAY, end, days: HIGH, dates: DATES }))
    expect(amounts).toEqual({ '1-0:1.8.1*255': 36, '1-0:1.8.2*255': 60, '1-0:1.8.63*255': 96 })
  })

  it('keep what was drawn and what was fed in apart, each with its own days', async () => {
    const stages = [...STAGES, [3, '0100020801FF']] as const
    const days = { ...HIGH, 2: [[0, 3]] } as const
    const dates = [...DATES, ['2026-05-18', '2']] as const
    const both = readings(DAY.start, DAY.end, {}, { obis: '0100020800FF' })
    expect((await registersOf(both, tariff({ ...DAY, stages, days, dates }))).amounts).toEqual({
      '1-0:1.8.1*255': 36,
      '1-0:1.8.2*255': 60,
      '1-0:1.8.63*255': 0,
      '1-0:2.8.1*255': 96,
      '1-0:2.8.63*255': 0
    })
  })

  it('say for which time they are where readings are missing at the edges', async () => {
    const late = readings('2026-05-18T05:00:00+02:00', '2026-05-18T22:00:00+02:00')
    expect(await registersOf(late, tariff({ ...DAY, days: HIGH, dates: DATES }))).toEqual({
      amounts: { '1-0:1.8.1*255': 8, '1-0:1.8.2*255': 60, '1-0:1.8.63*255': 0 },
      remarks: ['registers-shortened'],
      period: ['2026-05-18T03:00', '2026-05-18T20:00']
    })
  })

  it('can be asked for a part of the period', async () => {
    const all = tariff({ ...DAY, days: HIGH, dates: DATES })
    const { amounts } = await registersOf(readings(DAY.start, DAY.end), all, { from: '2026-05-18T20:00:00+02:00' })
    expect(amounts).toEqual({ '1-0:1.8.1*255': 12, '1-0:1.8.2*255': 4, '1-0:1.8.63*255': 0 })
  })

  it('count as TRuDI does a change at 23:45, and over a midnight without reading (ADR 21)', async () => {
    const late = {
      1: [
        [0, 1],
        [23.75, 2]
      ]
    } as const
    expect(await registersOf(readings(DAY.start, DAY.end), tariff({ ...DAY, days: late, dates: DATES }))).toMatchObject(
      {
        amounts: { '1-0:1.8.1*255': 96, '1-0:1.8.2*255': 0 },
        remarks: ['registers-last-quarter']
      }
    )
    const end = '2026-05-20T00:00:00+02:00'
    const night = Array.from({ length: 25 }, (_, index) =>
      new Date(Date.parse('2026-05-18T23:45:00+02:00') + index * 900_000).toISOString()
    )
    const two = tariff({ ...DAY, end, days: HIGH, dates: [...DATES, ['2026-05-19', '1']] })
    const { amounts } = await registersOf(readings(DAY.start, end, { without: night }), two)
    expect(amounts).toEqual({ '1-0:1.8.1*255': 72 - 26, '1-0:1.8.2*255': 120, '1-0:1.8.63*255': 26 })
  })
})

describe('the register of a tariff of one stage', () => {
  const month = { start: '2026-05-01T00:00:00+02:00', end: '2026-06-01T00:00:00+02:00' } as const
  const may = Array.from({ length: 31 }, (_, day) => [`2026-05-${String(day + 1).padStart(2, '0')}`, '1'] as const)
  const plain = { useCase: 1, ...month, stages: [[1, '0100010801FF']], days: { 1: [[0, 1]] }, dates: may } as const
  const whole = readings(month.start, month.end, { step: 3600 })

  it('is the difference over the whole month', async () => {
    expect((await registersOf(whole, tariff(plain))).amounts).toEqual({ '1-0:1.8.1*255': 31 * 96 })
  })

  it.each([
    [
      'no reading at the end',
      readings(month.start, month.end, { step: 3600, without: [month.end] }),
      plain,
      'registers-no-value'
    ],
    ['a period of three weeks', whole, { ...plain, end: '2026-05-22T00:00:00+02:00' }, 'registers-period'],
    ['four months', whole, { ...plain, end: '2026-09-01T00:00:00+02:00' }, 'registers-period'],
    ['a day too few in its calendar', whole, { ...plain, dates: may.slice(1) }, 'registers-calendar'],
    ['a day too many', whole, { ...plain, dates: [...may, ['2026-06-01', '1'] as const] }, 'registers-calendar'],
    ['more stages than registers', whole, { ...plain, stages: STAGES }, 'registers-stages'],
    [
      'a derived register',
      readings(month.start, month.end, { step: 3600 }, { step: 3600, owner: 'TAF' }),
      plain,
      'registers-derived'
    ],
    [
      'four registers',
      readings(month.start, month.end, ...Array.from({ length: 4 }, () => ({ step: 86_400 }))),
      plain,
      'registers-too-many'
    ],
    ['two daily courses', whole, { ...plain, days: { 1: [[0, 1]], 2: [[0, 1]] } }, 'registers-one-day']
  ] as const)('is refused with %s', async (_, text, changed, code) => {
    await expect(registersOf(text, tariff(changed as Tariff))).rejects.toMatchObject({ name: 'AppError', code })
  })
})

describe('a tariff file', () => {
  const good = { ...DAY, days: HIGH, dates: DATES }
  const any = readings(DAY.start, DAY.end)

  it.each([
    ['without days', tariff({ ...good, days: {} }), 'tariff-no-day'],
    ['with a date of a day that is not there', tariff({ ...good, dates: [['2026-05-18', '7']] }), 'tariff-unknown-day'],
    ['with a stage that is not there', tariff({ ...good, days: { 1: [[0, 9]] } }), 'tariff-unknown-stage'],
    [
      'with two switches at once',
      tariff({
        ...good,
        days: {
          1: [
            [0, 1],
            [0, 2]
          ]
        }
      }),
      'tariff-day'
    ],
    ['with the 31st of June', tariff({ ...good, dates: [['2026-06-31', '1']] }), 'tariff-date'],
    ['by weeks', tariff({ ...good, trigger: '<WeekProfile/>' }), 'tariff-week'],
    ['without stages', tariff({ ...good, stages: [] }), 'tariff-stage'],
    ['without a period', tariff({ ...good, end: DAY.start }), 'tariff-period'],
    ['of another use case', tariff({ ...good, useCase: 7 }), 'registers-use-case'],
    ['that holds readings instead', any, 'registers-no-tariff']
  ])('is refused %s', async (_, text, code) => {
    await expect(registersOf(any, text)).rejects.toMatchObject({ name: 'AppError', code })
  })
})
