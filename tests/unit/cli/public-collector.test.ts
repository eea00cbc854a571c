/** What an organiser may get wrong on the way to a group that homes reach. */

import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { groupCommand } from '../../../cli/commands/group'
import { serveCommand } from '../../../cli/commands/serve'
import { TLS_KEY_FILE } from '../../../cli/group/tls-key-file'
import { groupsIn } from '../../../services/collector/group-folder'
import { ownCertificate } from '../../../services/runtime/own-certificate'
import { fastFolder } from '../../support/rounds/fast-folder'
import { type Ran, runCommand } from '../../support/run-command'

function wattveil(...argv: readonly string[]): Promise<Ran> {
  return runCommand([groupCommand, serveCommand], [...argv])
}

describe('a collector for homes elsewhere', () => {
  it('is not started where no group is founded, and leaves nothing there', async () => {
    const state = path.join(fastFolder(), 'mistyped')
    for (const more of [
      ['--tls', '--host', '0.0.0.0'],
      ['--public-address', 'https://lindenhof.example:8443']
    ]) {
      const { code, err } = await wattveil('serve', 'collector', '--state', state, '--port', '0', ...more)
      expect([code, err]).toEqual([
        2,
        `wattveil: No such group is founded in ${state}. \`wattveil group create\` founds one.\n`
      ])
    }
    expect(existsSync(state)).toBe(false)
  })

  it('invites to an address that homes can reach encrypted, and says so where no key secures it', async () => {
    const state = fastFolder()
    const file = path.join(state, 'invitation.json')
    const invite = (address: string) =>
      wattveil('group', 'invite', '--state', state, '--address', address, '--out', file)
    await wattveil('group', 'create', '--state', state, '--name', 'Lindenhof', '--operator', 'Stromwerk Musterau')
    for (const address of ['lindenhof.example', 'https://lindenhof.example:8443/x', 'http://lindenhof.example:8443']) {
      const { code, err } = await invite(address)
      expect([code, err]).toEqual([3, expect.stringContaining('--address: https://NAME:PORT')])
      const served = await wattveil(...['serve', 'collector', '--state', state, '--public-address', address])
      expect([served.code, served.err]).toEqual([3, expect.stringContaining('--public-address: https://NAME:PORT')])
    }
    expect(existsSync(file)).toBe(false)

    const early = await invite('https://lindenhof.example:8443')
    expect(early.out).toContain('start it once, then write this invitation again')
    ownCertificate(path.join(state, TLS_KEY_FILE), ['lindenhof.example'])
    const { out } = await invite('https://lindenhof.example:8443')
    const { collector } = JSON.parse(readFileSync(file, 'utf8')) as { collector: { pin: string } }
    expect(out).toContain(`Key of the collector's certificate: ${collector.pin}`)
    expect(out).not.toContain('again')
  })
})

describe('a group', () => {
  const create = (state: string, ...more: string[]): Promise<Ran> =>
    wattveil('group', 'create', '--state', state, '--name', 'Lindenhof', '--operator', 'Stromwerk Musterau', ...more)
  const serve = (state: string): Promise<Ran> => wattveil('serve', 'collector', '--state', state, '--port', '0')

  it.each([
    [['--name', 'Linden\u202ehof'], '--name: 1 to 64 bytes of text'],
    [['--name', 'ä'.repeat(40)], '--name: 1 to 64 bytes of text'],
    [['--name', 'x'.repeat(65)], '--name: 1 to 64 bytes of text'],
    [['--operator', 'Strom\u200bwerk'], '--operator: 1 to 64 bytes of text'],
    [['--operator', 'ä'.repeat(40)], '--operator: 1 to 64 bytes of text'],
    [['--seconds', '1000'], '--seconds: a length of intervals that divides the day'],
    [['--phases', '2'], '--phases: 1 or 3']
  ])('that no home could join is not founded, and stands in the way of no other: %j', async (wrong, words) => {
    const state = fastFolder()
    await create(state)
    const { code, err } = await create(state, '--direction', 'fed-in', ...wrong)
    expect([code, err]).toEqual([3, expect.stringContaining(words)])
    expect(groupsIn(state).map(({ config }) => config.group.direction)).toEqual(['drawn'])
    const right = await create(state, '--direction', 'fed-in')
    expect(right.code).toBe(0)
    expect(groupsIn(state)).toHaveLength(2)
  })

  it.each([
    [
      'without its board',
      'collector.db',
      null,
      /^wattveil: The board of the group, collector\.db, is missing in .+\. .* copy/u
    ],
    [
      'by other rules',
      'group.json',
      ['"minRoster": 10', '"minRoster": 20'],
      /^wattveil: The rules of the group are not those/u
    ],
    [
      'by rules that no home takes',
      'group.json',
      ['900', '1000'],
      /^wattveil: The configuration .*: .+, group\.seconds\./u
    ]
  ] as const)('is not served %s', async (_, name, change, words) => {
    const state = fastFolder()
    await create(state)
    const [{ folder } = { folder: '' }] = groupsIn(state)
    const file = path.join(folder, name)
    if (change) writeFileSync(file, readFileSync(file, 'utf8').replace(change[0] ?? '', change[1] ?? ''))
    else rmSync(file)
    const { code, err } = await serve(state)
    expect([code, err]).toEqual([2, expect.stringMatching(words)])
    expect(existsSync(file)).toBe(change !== null)
  })

  it.skipIf(process.platform === 'win32')(
    'is not served with a key that others may read, which is named with its folder',
    async () => {
      const state = fastFolder()
      await create(state)
      const [{ folder } = { folder: '' }] = groupsIn(state)
      chmodSync(path.join(folder, 'collector.key'), 0o644)
      const { code, err } = await serve(state)
      expect([code, err]).toEqual([2, expect.stringContaining('chmod 600 lindenhof-drawn-batch-900/collector.key\n')])
    }
  )

  it('is not served at an address that this PC does not have', async () => {
    const state = fastFolder()
    await create(state)
    // Of the block that is for documentation alone.
    const { code, err } = await wattveil(...['serve', 'collector', '--state', state, '--host', '203.0.113.77', '--tls'])
    expect([code, err]).toEqual([2, expect.stringMatching(/^wattveil: This PC has no such address\..+--host/u)])
  })
})
