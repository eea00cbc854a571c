import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { demoCommand } from '../../../cli/commands/demo'
import { importCommand } from '../../../cli/commands/import'
import { readingsCommand } from '../../../cli/commands/readings'
import { serveCommand } from '../../../cli/commands/serve'
import { verifyCommand } from '../../../cli/commands/verify'
import type { Command } from '../../../cli/command'
import { temporaryFolder } from '../../support/temporary-folder'
import { runCommand } from '../../support/run-command'

const COMMANDS = [demoCommand, verifyCommand, importCommand, readingsCommand, serveCommand]

function wattveil(argv: readonly string[], commands: readonly Command[] = COMMANDS) {
  return runCommand(commands, argv)
}

describe('a command line', () => {
  it.each([
    [['demo', 'extra']],
    [['demo', '--out', '']],
    [['readings', '--household', 'x', 'extra']],
    [['serve', 'meter', 'extra', '--state', 'x']],
    [['serve', 'meter', '--state', 'x', '--port', '70000']],
    [['verify', 'bill.json', '--household', '']],
    [['import', 'a.csv']],
    [['help', 'nothing']],
    [['nothing']]
  ])('that is wrong ends with 3 and says so: %j', async (argv) => {
    const { code, out, err } = await wattveil(argv)
    expect({ code, out }).toEqual({ code: 3, out: '' })
    expect(err).toMatch(/^wattveil: .+\nSee: wattveil help/u)
  })

  it('names the field of a configuration that is wrong', async () => {
    const folder = temporaryFolder()
    const file = path.join(folder, 'config.json')
    writeFileSync(file, '{"meters":{}}')
    for (const [kind, where] of [
      ['meter', 'meters'],
      ['collector', 'operator'],
      ['supplier', 'name']
    ] as const) {
      const { code, out } = await wattveil(['serve', kind, '--state', folder, '--config', file, '--json'])
      expect(code).toBe(2)
      expect(JSON.parse(out)).toEqual({ error: { code: 'service-config', params: { where } } })
    }
  })

  it('never ends with a verdict when the program itself fails', async () => {
    const broken: Command = { ...verifyCommand, run: () => Promise.reject(new TypeError('4711 Wh')) }
    const { code, out, err } = await wattveil(['verify', 'bill.json', '--json'], [broken])
    expect(code).toBe(2)
    expect(JSON.parse(out)).toEqual({ error: { code: 'internal', params: {} } })
    expect(err).toMatch(/^unforeseen TypeError\n {4}at .*run\.test\.ts/u)
    expect(err).not.toContain('4711')
  })

  it('says where a file stands in the way of a folder', async () => {
    const file = path.join(temporaryFolder(), 'file')
    writeFileSync(file, '')
    const { code, err } = await wattveil(['import', 'a.csv', '--household', file])
    expect(code).toBe(2)
    expect(err).toContain('There is a file where a folder is needed.')
  })

  it('tells the sums of an imported file, and none of a register that is not in it', async () => {
    const file = path.join(temporaryFolder(), 'roof.csv')
    const rows = Array.from({ length: 24 }, (_, hour) => `16.01.2023 ${String(hour).padStart(2, '0')}:00;0,5`)
    writeFileSync(file, ['Beginn;Einspeisung (kWh)', ...rows].join('\n'))
    const { code, out } = await wattveil(['import', file, '--household', temporaryFolder()])
    expect(code).toBe(0)
    expect(out).toMatch(/^roof\.csv: 24 intervals, \S+ to \S+, fed in 12000 Wh$/mu)
  })

  it('makes no household out of an empty database', async () => {
    const folder = temporaryFolder()
    writeFileSync(path.join(folder, 'household.db'), '')
    const { code, out } = await wattveil(['readings', '--household', folder, '--json'])
    expect(code).toBe(2)
    expect(out).toContain('no-household')
    expect(readFileSync(path.join(folder, 'household.db')).length).toBe(0)
    expect(existsSync(path.join(folder, 'household.key'))).toBe(false)
  })

  it.skipIf(process.platform === 'win32')('does not wait for a bill that is a pipe', async () => {
    const pipe = path.join(temporaryFolder(), 'bill.json')
    expect(spawnSync('mkfifo', [pipe]).status).toBe(0)
    const { code, err } = await wattveil(['verify', pipe])
    expect(code).toBe(2)
    expect(err).toContain('The file cannot be read: bill.json.')
  })
})
