import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Output } from '../../../cli/command'
import { tariffCommand } from '../../../cli/commands/tariff'
import { temporaryFolder } from '../../support/temporary-folder'

async function wattveil(folder: string, positionals: readonly string[], values: Record<string, string | boolean> = {}) {
  const said: string[] = []
  let value: unknown = null
  const output: Output = {
    json: false,
    say: (line) => void said.push(line),
    progress: () => undefined,
    result: (result, asText) => {
      value = result
      said.push(...asText())
    }
  }
  const code = await tariffCommand.run(
    { positionals: [...positionals], values: { household: folder, ...values } },
    output
  )
  return { code, value, said }
}

describe('wattveil tariff', () => {
  it('makes a dynamic tariff from an example and takes prices from a file into it', async () => {
    const folder = temporaryFolder()
    const [body, prices] = [join(folder, 'tariff.json'), join(folder, 'prices.csv')]
    expect((await wattveil(folder, ['example', 'dynamic'], { from: '2026-01-01', out: body })).code).toBe(0)
    expect((await wattveil(folder, ['check', body])).said).toEqual(['Nothing is wrong with it.'])
    const { value } = await wattveil(folder, ['save', body])
    const { id } = value as { id: string }
    const rows = Array.from({ length: 96 }, (_, index) => {
      const start = new Date(Date.parse('2026-01-13T23:00:00Z') + index * 900_000).toISOString()
      return `${start.replace('.000Z', 'Z')},${index === 5 ? '-12.5' : '80'}`
    })
    writeFileSync(prices, ['time,price', ...rows].join('\n'))
    const asked = await wattveil(folder, ['prices', prices], { tariff: id })
    expect([asked.code, asked.said.at(-2), asked.said.at(-1)]).toEqual([
      1,
      'In which unit are they? Say it with --unit: eur-per-mwh, ct-per-kwh, eur-per-kwh',
      'Nothing was kept.'
    ])
    const kept = await wattveil(folder, ['prices', prices], { tariff: id, unit: 'eur-per-mwh' })
    expect([kept.code, ...kept.said]).toEqual([
      0,
      'prices.csv: 96 prices of 15 minutes, 2026-01-13T23:00:00Z to 2026-01-14T23:00:00Z',
      '-1.250 to 8.000 ct/kWh, 7.904 on average, 1 below nothing',
      'They count for the tariff from now on.'
    ])
    expect((await wattveil(folder, ['list'])).said[0]).toContain(id)
    expect((await wattveil(folder, ['remove', id])).code).toBe(0)
    expect((await wattveil(folder, ['list'])).said).toEqual([])
  })

  it('says what is wrong with a tariff', async () => {
    const folder = temporaryFolder()
    const file = join(folder, 'tariff.json')
    writeFileSync(file, '{"name":"x"}')
    const { code, said } = await wattveil(folder, ['check', file])
    expect([code, said[0]]).toEqual([1, 'It cannot be saved:'])
  })

  it('refuses a command line that makes no sense', async () => {
    const folder = temporaryFolder()
    await expect(wattveil(folder, ['prices'])).rejects.toThrow('see the help')
    await expect(wattveil(folder, ['prices', 'a.csv'], { tariff: 'x', unit: 'pence' })).rejects.toThrow('--unit')
    await expect(wattveil(folder, ['dance', 'a'])).rejects.toThrow('tariff takes')
  })
})
