import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { toTimeZone } from '../../../app/domain/calendar'
import { toUtcSeconds } from '../../../app/domain/interval'
import { encodeAr2418 } from '../../../app/readings/formats/ar2418/encode-ar2418'
import type { ProfileRow } from '../../../app/readings/formats/load-profile-file'
import { exportCommand } from '../../../cli/commands/export'
import { importCommand } from '../../../cli/commands/import'
import { registersCommand } from '../../../cli/commands/registers'
import { temporaryFolder } from '../../support/temporary-folder'
import { runCommand } from '../../support/run-command'

const START = Date.parse('2026-05-18T00:00:00+02:00') / 1000

function wattveil(...argv: readonly string[]) {
  return runCommand([exportCommand, importCommand, registersCommand], argv)
}

/** One day of quarter hours of 10 Wh each, as a gateway would write them. */
function gatewayFile(folder: string): string {
  const rows: readonly ProfileRow[] = Array.from({ length: 96 }, (_, index) => ({
    start: toUtcSeconds(START + 900 * index),
    seconds: 900,
    drawn: { amount: 100n, exponent: 1 },
    fedIn: null,
    quality: 'measured'
  }))
  const file = path.join(folder, 'readings.xml')
  writeFileSync(
    file,
    Buffer.concat([...encodeAr2418({ meterId: 'M1', timeZone: toTimeZone('Europe/Berlin') }, () => rows)])
  )
  return file
}

/** Stage 2 from 6 to 21 o'clock. */
function tariffFile(folder: string): string {
  const switchAt = (hour: number, stage: number): string =>
    `<DayTimeProfile><startTime><hour>${hour}</hour></startTime><tariffNumber>${stage}</tariffNumber></DayTimeProfile>`
  const stage = (number: number): string =>
    `<TariffStage><tariffNumber>${number}</tariffNumber><obisCode>010001080${number}FF</obisCode></TariffStage>`
  const file = path.join(folder, 'tariff.xml')
  writeFileSync(
    file,
    `<UsagePoints xmlns="http://vde.de/AR_2418-6.xsd"><UsagePoint><AnalysisProfile><tariffUseCase>2</tariffUseCase>
    <tariffId>Musterstrom</tariffId><billingPeriod><duration>86400</duration><start>2026-05-18T00:00:00+02:00</start></billingPeriod>
    ${stage(1)}${stage(2)}<TariffChangeTrigger><TimeTrigger><DayProfile><dayId>1</dayId>${switchAt(0, 1)}${switchAt(6, 2)}
    ${switchAt(21, 1)}</DayProfile><SpecialDayProfile><specialDayDate><year>2026</year><month>5</month><day_of_month>18</day_of_month>
    </specialDayDate><dayId>1</dayId></SpecialDayProfile></TimeTrigger></TariffChangeTrigger></AnalysisProfile></UsagePoint></UsagePoints>`
  )
  return file
}

describe('wattveil registers', { timeout: 20_000 }, () => {
  it('says what every stage counted, for people and for programs', async () => {
    const folder = temporaryFolder()
    const files = [gatewayFile(folder), tariffFile(folder)]
    const text = await wattveil('registers', ...files)
    expect(text).toMatchObject({ code: 0, err: '' })
    expect(text.out.split('\n')).toEqual([
      'Musterstrom (TAF-2), 2026-05-17T22:00:00Z to 2026-05-18T22:00:00Z',
      '  1-0:1.8.1*255  360 Wh',
      '  1-0:1.8.2*255  600 Wh',
      '  1-0:1.8.63*255  0 Wh',
      ''
    ])
    const part = await wattveil('registers', ...files, '--from', '2026-05-18T20:00:00+02:00', '--json')
    expect(JSON.parse(part.out)).toMatchObject({
      useCase: 2,
      covered: { from: '2026-05-18T18:00:00Z', to: '2026-05-18T22:00:00Z' },
      registers: [
        { obis: '1-0:1.8.1*255', stage: 1, raw: '1200', power: -1, wattHours: '120' },
        { obis: '1-0:1.8.2*255', stage: 2, wattHours: '40' },
        { obis: '1-0:1.8.63*255', stage: 63, wattHours: '0' }
      ],
      remarks: []
    })
  })

  it('ends with 2 and the reason where the files cannot be evaluated', async () => {
    const folder = temporaryFolder()
    const [readings, tariff] = [gatewayFile(folder), tariffFile(folder)]
    expect(await wattveil('registers', tariff, readings)).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('neither register readings') as string
    })
    expect(await wattveil('registers', readings, readings)).toMatchObject({
      code: 2,
      err: expect.stringContaining('holds no tariff') as string
    })
    // Of two files the one that is meant is named.
    const named = async (file: string): Promise<unknown> => (await wattveil('registers', readings, file)).err.trim()
    expect(await named(path.join(folder, 'none.xml'))).toBe('wattveil: File none.xml: There is no such file.')
    expect(await named(folder)).toContain(`File ${path.basename(folder)}: The file cannot be read`)
    const broken = path.join(folder, 'broken.xml')
    writeFileSync(broken, '<UsagePoints')
    expect(await named(broken)).toContain('File broken.xml: Line 1')
  })

  it.each([
    [['registers', 'a.xml']],
    [['registers', 'a.xml', 'b.xml', 'c.xml']],
    [['registers', 'a', 'b', '--from', 'soon']]
  ])('ends with 3 for %j', async (argv) => {
    expect(await wattveil(...argv)).toMatchObject({ code: 3, out: '' })
  })
})

describe('wattveil export', { timeout: 20_000 }, () => {
  it('writes what it imported in every format, and reads each back as the same', async () => {
    const folder = temporaryFolder()
    const household = path.join(folder, 'home')
    expect((await wattveil('import', gatewayFile(folder), '--household', household)).code).toBe(0)
    for (const format of ['csv', 'csv-de', 'espi', 'ar2418-6']) {
      const file = path.join(folder, `out-${format}`)
      const { code, out } = await wattveil('export', file, '--household', household, '--format', format, '--json')
      expect(code).toBe(0)
      expect(JSON.parse(out)).toMatchObject({ file, meter: 'M1', last: '2026-05-18', intervals: 96 })
      expect(readFileSync(file).length).toBeGreaterThan(3000)
      const again = await wattveil('import', file, '--household', household, '--json')
      expect(JSON.parse(again.out)).toMatchObject({
        files: [{ intervals: 96, meters: ['M1'], sumWh: { drawn: '960' }, remarks: [], refused: null }]
      })
    }
  })

  it('says when there is nothing to write', async () => {
    const folder = temporaryFolder()
    const household = path.join(folder, 'home')
    await wattveil('import', gatewayFile(folder), '--household', household)
    const day = ['--from', '2026-05-20', '--to', '2026-05-21']
    const none = await wattveil('export', path.join(folder, 'x'), '--household', household, ...day)
    expect(none).toMatchObject({ code: 2, err: expect.stringContaining('no readings in these days') as string })
    const meter = await wattveil('export', path.join(folder, 'x'), '--household', household, '--meter', 'M2')
    expect(meter).toMatchObject({ code: 2, err: expect.stringContaining('No such meter') as string })
  })

  it.each([
    [['export', '--household', 'x']],
    [['export', 'f', '--household', 'x', '--format', 'pdf']],
    [['export', 'f', 'g', '--household', 'x']]
  ])('ends with 3 for %j', async (argv) => {
    expect(await wattveil(...argv)).toMatchObject({ code: 3, out: '' })
  })
})
