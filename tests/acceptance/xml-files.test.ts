/** Every file of the families ar2418-6 and espi: imported with figures worked out independently, or refused in words. */

import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ar2418 } from '../../app/readings/formats/ar2418/read-ar2418'
import { espi } from '../../app/readings/formats/espi/read-espi'
import type { FormatReader } from '../../app/readings/formats/format-reader'
import { type ReadFormat, readFormat, sumsOf } from '../support/read-format'
import { describeWithData } from '../support/shared-data'
import { ar2418Figures } from './figures/ar2418-figures'
import { ESPI_LISTS, espiFigures } from './figures/espi-figures'

/** Files of readings that are refused; files of tariffs are, but for these two, because they hold no readings. */
const AR2418_REFUSED: Readonly<Record<string, string>> = {
  'doc__IF_Adapter_TRuDI_DatenTAF2.xml': 'ar2418-single-reading',
  'models__UsagePoint_with_AnalysisProfile.xml': 'ar2418-no-original',
  'models__result_DrNeuhausBugNo10.xml': 'ar2418-all-invalid',
  'models__taf7_oml_1.xml': 'ar2418-all-invalid',
  'models__result_oml_gas_0_period.xml': 'file-only-gas',
  'taf1__supplier_1_month_without_dayProfile.xml': 'tariff-no-day',
  'taf2__supplier_1_month_wrongDayId.xml': 'tariff-unknown-day'
}

const ESPI_REFUSED: Readonly<Record<string, string>> = {
  'enbridge_gas_2022_2024.xml': 'file-only-gas',
  'gb_abridged_gas_direct.xml': 'file-only-gas',
  'ngma_gas_billing_2021_2024.xml': 'file-only-gas',
  'sdk_gas_monthly.xml': 'file-only-gas',
  // Every bill begins at the same fraction of a second: the moment of the export.
  'ngma_gas_2024.xml': 'espi-time',
  'gba_customer_subscription_feed_anonymized.xml': 'espi-no-readings',
  'gba_usage_subscription_feed_anonymized.xml': 'espi-no-readings',
  'seed_invalid_electricity_in_cubic_feet.xml': 'espi-unit',
  'seed_invalid_service_kind.xml': 'file-only-other'
}

/** Remarks that a file has to have, with their count where one is given. */
const ESPI_REMARKS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'ameren_15min_2023-09-15_10-15.xml': { 'espi-empty': 3, 'espi-clock-doubtful': 31 },
  // San Diego, seven hours beside universal time, with days from midnight to midnight of it.
  'jendobson_1h_oct2019.xml': { 'espi-clock-nowhere': 23 },
  'cmdtest_one_usagepoint_three_measurements.xml': {
    'espi-type-unclear-left-out': 1,
    'espi-empty': 1,
    'espi-other-length': 1
  },
  'cmdtest_three_usagepoints_mixed_multipliers.xml': { 'espi-accumulation-left-out': 1 },
  'sdk_coastal_single_family_1h_2011.xml': { 'espi-no-duration': 1, 'espi-overlap': 1 },
  'seed_two_readings.xml': { 'espi-direction-assumed': 1 }
}

describeWithData('files of gateways', (shared) => {
  const folder = join(shared, 'ar2418-6')

  it('knows every file of the folder', () => {
    // Schemas, and the registers that trudi.test.ts goes by.
    const others = (shared === '' ? [] : readdirSync(folder)).filter((file) => !file.endsWith('.xml'))
    expect(others.filter((file) => !file.endsWith('.xsd') && file !== 'expected_registers.csv')).toEqual([])
  })

  for (const file of filesIn(shared, folder)) {
    const isTariff = /supplier|Lieferant/u.test(file)
    const refusal = AR2418_REFUSED[file] ?? (isTariff ? 'ar2418-only-tariff' : undefined)
    it(refusal ? `refuses ${file}: ${refusal}` : `reads ${file} with the figures of an independent count`, async () => {
      const bytes = readFileSync(join(folder, file))
      expect(detects(ar2418, bytes)).toBe(true)
      if (refusal) {
        await expect(readFormat(ar2418, bytes)).rejects.toMatchObject({ name: 'AppError', code: refusal })
        return
      }
      const read = await readFormat(ar2418, bytes)
      const { remarks, ...figures } = ar2418Figures(bytes.toString('utf8'))
      expect(figuresOf(read)).toEqual(figures)
      expect(countsOf(read)).toEqual(remarks)
    })
  }
})

describeWithData('Green Button files', (shared) => {
  const folder = join(shared, 'espi')
  for (const file of filesIn(shared, folder)) {
    const lists = ESPI_LISTS[file]
    const refusal = ESPI_REFUSED[file]
    if (lists) {
      it(`reads ${file} with the figures of an independent count`, async () => {
        const bytes = readFileSync(join(folder, file))
        expect(detects(espi, bytes)).toBe(true)
        const read = await readFormat(espi, bytes)
        expect(figuresOf(read)).toEqual(espiFigures(bytes.toString('utf8'), lists))
        expect(countsOf(read)).toEqual(ESPI_REMARKS[file] ?? {})
      })
    } else if (refusal) {
      it(`refuses ${file}: ${refusal}`, async () => {
        const reading = readFormat(espi, readFileSync(join(folder, file)))
        await expect(reading).rejects.toMatchObject({ name: 'AppError', code: refusal })
      })
    }
  }

  it('leaves a file of prices to others', () => {
    const bytes = readFileSync(join(folder, 'sdk_tariff_sample.xml'))
    expect(detects(espi, bytes) || detects(ar2418, bytes)).toBe(false)
  })

  it('knows every file of the folder', () => {
    const known = [...Object.keys(ESPI_LISTS), ...Object.keys(ESPI_REFUSED), ...UNCOUNTED, 'sdk_tariff_sample.xml']
    expect((shared === '' ? [] : readdirSync(folder)).filter((file) => !known.includes(file))).toEqual([])
  })
})

/** Named by the sources of the data, but absent where this was written: nothing could be worked out for them. */
const UNCOUNTED = [
  'ameren_15min_2023-12-04.xml',
  'jendobson_pge_1h_2011_2012.xml',
  'sdk_hourly_november.xml',
  'gb_abridged_electric_containerized.xml',
  'seed_1002_readings_1_dup.xml',
  'united_power_net_metering_2025-10.xml'
]

function filesIn(shared: string, folder: string): readonly string[] {
  return shared === '' ? [] : readdirSync(folder).filter((file) => file.endsWith('.xml'))
}

function detects(reader: FormatReader, bytes: Uint8Array): boolean {
  const begin = bytes.subarray(0, 65_536)
  return reader.detect({ bytes: begin, text: new TextDecoder().decode(begin), encoding: 'utf-8' })
}

function figuresOf({ rows }: ReadFormat): object {
  const all = [...rows.values()].flat()
  const starts = all.map(({ start }) => start)
  const ends = all.map(({ start, seconds }) => start + seconds)
  return { intervals: all.length, first: Math.min(...starts), last: Math.max(...ends), ...sumsOf(all) }
}

function countsOf({ remarks }: ReadFormat): Readonly<Record<string, number>> {
  return Object.fromEntries(remarks.map(({ code, params }) => [code, Number(params['count'])]))
}
