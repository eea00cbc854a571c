import { describe, expect, it } from 'vitest'
import { createFormat } from '../../../renderer/format/create-format'
import { formatParams } from '../../../renderer/format/format-params'

const german = createFormat('de', 'Europe/Berlin')
const english = createFormat('en', 'Europe/Berlin')
/** Spaces that do not break, as plain ones. */
const plain = (text: string): string => text.replace(/[\u00a0\u202f]/gu, ' ')

describe('createFormat', () => {
  it('writes energy that comes in milliwatt-hours', () => {
    expect(plain(german.energy(3_012_345))).toBe('3,01 kWh')
    expect(plain(english.energy(291_000, 3))).toBe('0.291 kWh')
  })

  it('writes prices in cents per kWh with as many digits as they have', () => {
    expect(plain(german.price(331_000_000))).toBe('33,10 ct')
    expect(plain(german.price(331_256_000))).toBe('33,1256 ct')
    expect(plain(english.price(-5_000_000))).toBe('−0.50 ct')
  })

  it('writes money where each language puts its sign', () => {
    expect(plain(german.money(8893))).toBe('88,93 €')
    expect(plain(english.money(8893))).toBe('€88.93')
    expect(plain(german.difference(338))).toBe('+3,38 €')
    expect(plain(german.difference(-112))).toBe('−1,12 €')
    expect(plain(german.difference(0))).toBe('0,00 €')
    expect(german.centsFigure(5218)).toEqual({ before: '', figure: '52,18', after: '€' })
  })

  it('never writes minus zero', () => {
    expect(german.number(-0.0001, 2)).toBe('0,00')
    expect(english.number(-0, 0)).toBe('0')
  })

  it('changes the unit of power and of bytes where a reader would', () => {
    expect(plain(german.power(360))).toBe('360 W')
    expect(plain(german.power(2320))).toBe('2,32 kW')
    expect(plain(german.bytes(812))).toBe('812 B')
    expect(plain(german.bytes(4600))).toBe('4,6 kB')
    expect(plain(german.bytes(46_231))).toBe('46 kB')
  })

  it('shows times by the clock on the wall, the clock change included', () => {
    expect(german.time(Date.UTC(2026, 2, 29, 0, 45) / 1000)).toBe('01:45')
    expect(german.time(Date.UTC(2026, 2, 29, 1, 0) / 1000)).toBe('03:00')
    expect(german.time(Date.UTC(2026, 9, 24, 22, 0) / 1000)).toBe('00:00')
  })

  it('writes calendar days without moving them into another zone', () => {
    const far = createFormat('en', 'Pacific/Auckland')
    expect(far.dayFull('2026-05-18')).toBe('18 May 2026')
    expect(german.dayLong('2026-05-19')).toBe('Dienstag, 19. Mai 2026')
    expect(german.monthLong('2026-03-01')).toBe('März 2026')
    expect(german.dayNumber('2026-04-01')).toBe('1.')
  })
})

describe('formatParams', () => {
  it('writes a parameter by its name', () => {
    const params = formatParams(
      'x',
      { cents: 338, energy: 48_933_000, line: 1234, intervals: 1234, first: '2026-04-16' },
      german
    )
    expect(Object.fromEntries(Object.entries(params).map(([name, text]) => [name, plain(text)]))).toEqual({
      cents: '3,38 €',
      energy: '48,933 kWh',
      line: '1234',
      intervals: '1.234',
      first: '16. April 2026',
      place: ''
    })
  })

  it('writes the same name differently where the code means something else', () => {
    expect(plain(formatParams('price', { expected: 331_000_000 }, german)['expected'] ?? '')).toBe('33,10 ct')
    expect(plain(formatParams('cell-energy', { expected: 331_000_000 }, german)['expected'] ?? '')).toBe('331,000 kWh')
    expect(plain(formatParams('vat-rate', { expected: 1900 }, german)['expected'] ?? '')).toBe('19 %')
    expect(formatParams('fee-days', { expected: 30 }, german)['expected']).toBe('30')
  })

  it('takes ten-digit numbers for instants', () => {
    expect(formatParams('x', { start: Date.UTC(2026, 4, 19, 15, 30) / 1000 }, german)['start']).toBe(
      '19.05.2026, 17:30'
    )
  })

  it('calls a cell by its windows and tells cells apart by their first day', () => {
    expect(formatParams('cell-missing', { cell: '2026-03-01/Nacht' }, german)['cell']).toBe('Nacht (1. März 2026)')
    expect(formatParams('cell-missing', { cell: 'Nacht/Tag' }, german)['cell']).toBe('Nacht/Tag')
  })

  it('names a component with its window, or alone', () => {
    expect(formatParams('x', { component: 'Arbeitspreis', window: 'Abend' }, german)['place']).toBe(
      'Arbeitspreis, Abend'
    )
    expect(formatParams('x', { component: 'Arbeitspreis', window: '' }, german)['place']).toBe('Arbeitspreis')
  })
})
