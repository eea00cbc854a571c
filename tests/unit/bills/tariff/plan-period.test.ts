import { describe, expect, it } from 'vitest'
import type { EnergyComponent, Tariff, TariffComponent } from '../../../../app/bills/documents/tariff-document'
import { hasTooManyCells, planPeriod, smallCells } from '../../../../app/bills/tariff/plan-period'
import { type Weekday, periodOfDay, toLocalDate } from '../../../../app/domain/calendar'
import { toUtcSeconds } from '../../../../app/domain/interval'
import { toPrice } from '../../../../app/domain/money'
import { dynamicWithGridFeeTariff, flatTariff, threeTimesTariff } from '../../../../services/supplier/example-tariffs'
import { ZONE, exampleTerms } from '../../../support/bills/bill-case'

const day = toLocalDate
const terms = exampleTerms()
const plan = (tariff: Tariff, first = '2026-03-01', last = '2026-03-31') =>
  planPeriod(tariff, ZONE, day(first), day(last))

/** An energy component from [name, weekdays, from hour, to hour] rows; steps on the days given. */
function energy(
  rows: readonly (readonly [string, string, number, number])[],
  steps: readonly string[] = []
): EnergyComponent {
  const names = [...new Set(rows.map(([name]) => name))]
  return {
    kind: 'energy',
    name: 'Arbeit',
    vat: 1900,
    windows: names.map((name) => ({
      name,
      times: rows
        .filter((row) => row[0] === name)
        .map(([, days, from, to]) => ({
          days: [...days].map((one) => Number(one) as Weekday),
          from: from * 60,
          to: to * 60
        })),
      prices: [
        { from: terms.from, price: toPrice(1n) },
        ...steps.map((from) => ({ from: day(from), price: toPrice(2n) }))
      ]
    }))
  }
}

const tariffOf = (...components: TariffComponent[]): Tariff => ({ ...flatTariff(terms), components })

describe('planPeriod', () => {
  it('makes one cell of a flat tariff', () => {
    expect(plan(flatTariff(terms)).cells.map(({ name }) => name)).toEqual(['2026-03-01/Immer'])
  })

  it('makes one cell per window, in tariff order', () => {
    expect(plan(threeTimesTariff(terms)).cells.map(({ name }) => name)).toEqual([
      '2026-03-01/Nacht',
      '2026-03-01/Tag',
      '2026-03-01/Abend'
    ])
  })

  it('makes one cell per combination of windows that occurs', () => {
    const twice = tariffOf(
      energy([
        ['Nacht', '1234567', 0, 8],
        ['Tag', '1234567', 8, 24]
      ]),
      {
        ...energy([
          ['Woche', '12345', 0, 24],
          ['Ende', '67', 0, 24]
        ]),
        name: 'Netz'
      }
    )
    expect(plan(twice).cells.map(({ name }) => name)).toEqual([
      '2026-03-01/Nacht/Woche',
      '2026-03-01/Nacht/Ende',
      '2026-03-01/Tag/Woche',
      '2026-03-01/Tag/Ende'
    ])
  })

  it('places an interval by the wall clock at its start, on the days of 23 and 25 hours too', () => {
    const spring = plan(threeTimesTariff(terms))
    const names = (date: string, first: string, last: string): readonly (string | undefined)[] => {
      const made = plan(threeTimesTariff(terms), first, last)
      const { start, end } = periodOfDay(day(date), ZONE)
      const found: (string | undefined)[] = []
      for (let time: number = start; time < end; time += 900) {
        const placement = made.place(toUtcSeconds(time))
        found.push(placement ? made.cells[placement.cell]?.name.slice(11) : undefined)
      }
      return found
    }
    const count = (list: readonly (string | undefined)[], name: string): number =>
      list.filter((one) => one === name).length
    const usual = names('2026-03-10', '2026-03-01', '2026-03-31')
    expect([count(usual, 'Nacht'), count(usual, 'Tag'), count(usual, 'Abend')]).toEqual([32, 44, 20])
    const short = names('2026-03-29', '2026-03-01', '2026-03-31')
    expect([short.length, count(short, 'Nacht'), count(short, 'Tag'), count(short, 'Abend')]).toEqual([92, 28, 44, 20])
    const long = names('2026-10-25', '2026-10-01', '2026-10-31')
    expect([long.length, count(long, 'Nacht'), count(long, 'Tag'), count(long, 'Abend')]).toEqual([100, 36, 44, 20])
    expect(spring.place(toUtcSeconds(spring.period.end))).toBeNull()
    expect(spring.place(toUtcSeconds(spring.period.start - 1))).toBeNull()
  })

  it('gives a listed holiday the windows of the weekday that the tariff names', () => {
    const weekend = {
      ...tariffOf(
        energy([
          ['Woche', '12345', 0, 24],
          ['Ende', '67', 0, 24]
        ])
      ),
      holidays: [{ date: day('2026-04-06'), as: 7 as Weekday }]
    }
    const april = plan(weekend, '2026-04-01', '2026-04-30')
    const nameOn = (date: string): string | undefined => {
      const placement = april.place(periodOfDay(day(date), ZONE).start)
      return placement ? april.cells[placement.cell]?.name : undefined
    }
    expect(nameOn('2026-04-06')).toBe('2026-04-01/Ende')
    expect(nameOn('2026-04-07')).toBe('2026-04-01/Woche')
    expect(april.cells.map(({ dates }) => dates)).toEqual([21, 9])
  })

  it('cuts the period where an announced price takes effect', () => {
    const cut = plan(tariffOf(energy([['A', '1234567', 0, 24]], ['2026-03-16'])))
    expect(cut.segments).toEqual([
      { first: '2026-03-01', last: '2026-03-15' },
      { first: '2026-03-16', last: '2026-03-31' }
    ])
    expect(cut.cells.map(({ name }) => name)).toEqual(['2026-03-01/A', '2026-03-16/A'])
  })

  it('joins a rest shorter than 14 days to its neighbour', () => {
    expect(plan(tariffOf(energy([['A', '1234567', 0, 24]], ['2026-03-10']))).segments).toHaveLength(1)
    expect(plan(tariffOf(energy([['A', '1234567', 0, 24]], ['2026-03-20']))).segments).toHaveLength(1)
    expect(plan(tariffOf(energy([['A', '1234567', 0, 24]], ['2026-03-15', '2026-03-18']))).segments).toHaveLength(2)
  })

  it('does not cut where only a fee changes', () => {
    const fee: TariffComponent = {
      kind: 'fixed-fee',
      name: 'Grundpreis',
      vat: 1900,
      prices: [
        { from: terms.from, price: 1n },
        { from: day('2026-03-16'), price: 2n }
      ]
    }
    expect(plan(tariffOf(energy([['A', '1234567', 0, 24]]), fee)).segments).toHaveLength(1)
  })

  it('merges a cell that is too small with the same windows of the neighbouring segment', () => {
    const sundays = tariffOf(
      energy(
        [
          ['Werktag', '123456', 0, 24],
          ['Sonntag', '7', 0, 24]
        ],
        ['2026-03-17']
      )
    )
    const made = plan(sundays)
    expect(made.segments).toHaveLength(2)
    // Three Sundays before the 17th and two after it are too few dates for cells of their own.
    expect(made.cells.map(({ name, first, last }) => ({ name, first, last }))).toEqual([
      { name: '2026-03-01/Werktag', first: '2026-03-01', last: '2026-03-16' },
      { name: '2026-03-01/Sonntag', first: '2026-03-01', last: '2026-03-31' },
      { name: '2026-03-17/Werktag', first: '2026-03-17', last: '2026-03-31' }
    ])
    expect(smallCells(made)).toEqual([])
    const sunday = made.place(periodOfDay(day('2026-03-29'), ZONE).start)
    expect(made.cells[sunday?.cell ?? -1]?.name).toBe('2026-03-01/Sonntag')
  })

  it('names cells that stay too small, and segments with too many', () => {
    const spike = tariffOf(
      energy([
        ['Spitze', '1', 18, 19],
        ['Rest', '1', 0, 18],
        ['Rest', '1', 19, 24],
        ['Rest', '234567', 0, 24]
      ])
    )
    expect(smallCells(plan(spike)).map(({ name, minutes }) => ({ name, minutes }))).toEqual([
      { name: '2026-03-01/Spitze', minutes: 300 }
    ])
    const hours = Array.from({ length: 8 }, (_, index) => [`H${index}`, '1234567', index * 3, index * 3 + 3] as const)
    expect(hasTooManyCells(plan(tariffOf(energy(hours))))).toBe(false)
    const nine = [...hours.slice(0, 7), ['H7', '1234567', 21, 22], ['H8', '1234567', 22, 24]] as const
    expect(hasTooManyCells(plan(tariffOf(energy(nine))))).toBe(true)
  })

  it('opens one energy for an index tariff, and the cells beside T where both stand in one tariff', () => {
    const both = dynamicWithGridFeeTariff(terms)
    expect(plan(both).cells.map(({ name }) => name)).toEqual([
      '2026-03-01/Niedrig',
      '2026-03-01/Standard',
      '2026-03-01/Hoch'
    ])
    const indexOnly = { ...both, components: both.components.filter(({ kind }) => kind !== 'energy') }
    expect(plan(indexOnly).cells.map(({ name }) => name)).toEqual(['2026-03-01'])
  })
})
