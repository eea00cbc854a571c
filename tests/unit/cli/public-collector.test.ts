/** What an organiser may get wrong on the way to a group that homes reach. */

import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { groupCommand } from '../../../cli/commands/group'
import { serveCommand } from '../../../cli/commands/serve'
import { TLS_KEY_FILE } from '../../../cli/group/tls-key-file'
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
