/** `--print-unit`: what systemd reads is the command line as it was typed. */

import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { UsageError } from '../../../cli/command'
import { systemdUnit } from '../../../cli/serve/systemd-unit'
import { temporaryFolder } from '../../support/temporary-folder'

const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0
const argsOf = (values: Readonly<Record<string, string | boolean>>) => ({ positionals: ['collector'], values })

describe('a unit for systemd', () => {
  it('names absolute places and every option, and nothing that only printed it', () => {
    const unit = systemdUnit(
      'collector',
      argsOf({
        state: 'collector',
        port: '8443',
        tls: true,
        'print-unit': true,
        'public-address': 'https://a.example:1'
      }),
      ['/usr/bin/node', '/opt/wattveil/out/cli/wattveil.cjs']
    )
    expect(unit).toContain(
      `ExecStart=/usr/bin/node /opt/wattveil/out/cli/wattveil.cjs serve collector --state ${path.resolve('collector')} --port 8443 --tls --public-address https://a.example:1\n`
    )
    expect(unit).toContain(`ReadWritePaths=${path.resolve('collector')}\n`)
  })

  it('quotes what systemd would take apart or replace', () => {
    const odd = '/srv/a b"c%d$e'
    const unit = systemdUnit('collector', argsOf({ state: odd, port: '8443' }), ['/usr/bin/node', '/opt/w.cjs'])
    expect(unit).toContain('--state "/srv/a b\\"c%%d$$e" --port 8443\n')
    expect(() => systemdUnit('collector', argsOf({ state: 'a\nb', port: '8443' }))).toThrow(UsageError)
  })

  it('needs a place and a port that stay; a home listens nowhere', () => {
    expect(() => systemdUnit('collector', argsOf({ port: '8443' }))).toThrow('--state is missing')
    expect(() => systemdUnit('collector', argsOf({ state: 'x' }))).toThrow('--print-unit needs --port')
    expect(systemdUnit('household', argsOf({ state: 'x' }))).toContain('serve household --state ')
  })

  it.skipIf(!hasSystemd)('is one that systemd takes without a word (skipped where there is no systemd-analyze)', () => {
    const folder = temporaryFolder()
    const state = path.join(folder, 'state of 100% $HOME')
    mkdirSync(state)
    const program = path.join(folder, 'wattveil.cjs')
    writeFileSync(program, '')
    const unit = path.join(folder, 'wattveil-collector.service')
    writeFileSync(
      unit,
      `${systemdUnit('collector', argsOf({ state, port: '8443', tls: true }), [process.execPath, program])}\n`
    )
    const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', unit], { encoding: 'utf8' })
    expect([status, stdout, stderr.split('\n').filter((line) => line.includes('wattveil'))]).toEqual([0, '', []])
  })
})
