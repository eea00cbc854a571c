/**
 * The register engine against what TRuDI's own tests expect of the same files: expected_registers.csv names pairs of
 * files and the amounts asserted there, or that an error is expected. Pairs whose files are absent are left out.
 */

import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { writeObisCode } from '../../app/readings/formats/ar2418/obis-code'
import { readRegisters } from '../../app/readings/registers/read-registers'
import { inPieces } from '../support/read-format'
import { describeWithData } from '../support/shared-data'

/** TRuDI's sentences, as far as its tests assert them, and our word for the same. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/Anzahl der Tarifstufen/u, 'registers-stages'],
  [/startet nicht am Monatsanfang/u, 'registers-period'],
  [/ist kein Wert vorhanden/u, 'registers-no-value'],
  [/SpecialDayProfile Objekte/u, 'registers-calendar'],
  [/maximal 3 originäre/u, 'registers-too-many'],
  [/nur originäre Messwertlisten/u, 'registers-derived']
]

type Row = {
  readonly name: string
  readonly device: string | undefined
  readonly supplier: string | undefined
  readonly begin: string
  readonly end: string
  readonly registers: string
  readonly isError: boolean
  readonly reason: string | undefined
}

describeWithData('TRuDI and this program', (shared) => {
  const folder = shared === '' ? '' : join(shared, 'ar2418-6')
  const rows = shared === '' ? [] : rowsOf(folder)
  const present = rows.filter(({ device, supplier }) => device !== undefined && supplier !== undefined)

  it('TRuDI pairs are there to be compared', () => {
    expect(present.length).toBeGreaterThan(40)
  })

  for (const row of present.filter(({ isError }) => !isError)) {
    it(`TRuDI counts the same: ${row.name}`, async () => {
      const { registers, period } = await registersOf(folder, row)
      expect(registers.map(({ obis, amount }) => `${writeObisCode(obis)}=${amount}`).join('; ')).toBe(row.registers)
      expect([period.start, period.end]).toEqual([Date.parse(row.begin) / 1000, Date.parse(row.end) / 1000])
    })
  }

  for (const row of present.filter(({ isError }) => isError)) {
    it(`TRuDI refuses the same: ${row.name}`, async () => {
      const code = row.reason ?? expect.stringMatching(/^(?:registers|tariff)-/u)
      await expect(registersOf(folder, row)).rejects.toMatchObject({ name: 'AppError', code: code as string })
    })
  }
})

function registersOf(folder: string, { device, supplier }: Row): ReturnType<typeof readRegisters> {
  const bytes = (file = ''): AsyncGenerator<Uint8Array, void> => inPieces(readFileSync(join(folder, file)), 65_536)
  return readRegisters(bytes(device), bytes(supplier), { from: null, to: null })
}

function rowsOf(folder: string): readonly Row[] {
  const files = readdirSync(folder)
  // Two names of the table differ from their files in upper and lower case.
  const find = (taf: string, name: string): string | undefined =>
    files.find((file) => file.toLowerCase() === `${taf}__${name}`.toLowerCase())
  const lines = readFileSync(join(folder, 'expected_registers.csv'), 'utf8').trim().split(/\r?\n/u).slice(1)
  return lines.map((line) => {
    const [taf = '', test = '', device = '', supplier = '', begin = '', end = '', registers = '', error = '', ...text] =
      line.split(',')
    return {
      name: `${taf} ${test}`,
      device: find(taf, device),
      supplier: find(taf, supplier),
      begin,
      end,
      registers,
      isError: error === 'ERROR',
      reason: REASONS.find(([sentence]) => sentence.test(text.join(',')))?.[1]
    }
  })
}
