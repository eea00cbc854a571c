import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { parseUpdateInfo } from 'electron-updater/out/providers/Provider.js'
import { describe, expect, it } from 'vitest'
import { controlFile, desktopFile, mimeFile, refreshScript } from '../../../scripts/release/deb-files.mjs'

const ROOT = path.resolve(import.meta.dirname, '../../..')
const text = readFileSync(path.join(ROOT, 'electron-builder.yml'), 'utf8')
const config = parseUpdateInfo(text, 'electron-builder.yml', new URL('file:///')) as unknown as Readonly<
  Record<string, unknown>
>

const FACTS = {
  name: 'wattveil',
  product: 'Wattveil',
  version: '1.2.3',
  description: 'Checks the bill.',
  maintainer: 'The Wattveil maintainers',
  architecture: 'amd64',
  category: 'Utility',
  association: { ext: 'wattveil', name: 'Wattveil document', mimeType: 'application/vnd.wattveil+json' },
  mimeTypes: ['text/csv'],
  kilobytes: 250_000
}

describe('how releases are packed', () => {
  it('is said for all three systems, each with its installers', () => {
    expect(config).toMatchObject({
      asar: true,
      appId: 'org.wattveil.desktop',
      afterPack: 'scripts/release/after-pack.mjs',
      win: { target: ['nsis'] },
      nsis: { perMachine: false },
      mac: { hardenedRuntime: true, notarize: true, target: ['dmg', 'zip'] },
      linux: { target: ['AppImage', 'deb', 'rpm'], executableName: 'wattveil' }
    })
  })

  it('ties documents to the program, brings licences and list of parts, and has pictures of every size', () => {
    expect(config).toMatchObject({
      fileAssociations: [{ ext: 'wattveil', mimeType: 'application/vnd.wattveil+json' }],
      extraResources: [{ from: 'out/parts', to: 'parts' }]
    })
    const sizes = readdirSync(path.join(ROOT, 'build/icons')).map((name) => Number(name.split('x')[0]))
    expect(sizes.sort((a, b) => a - b)).toEqual([16, 32, 48, 64, 128, 256, 512])
  })

  it('shuts every fuse that Electron leaves open, cookies encrypted among them', () => {
    const hook = readFileSync(path.join(ROOT, 'scripts/release/after-pack.mjs'), 'utf8')
    const fuses = Object.fromEntries(
      [...hook.matchAll(/\[FuseV1Options\.(\w+)\]: (true|false)/gu)].map(([, name = '', value]) => [name, value])
    )
    expect(fuses).toEqual({
      RunAsNode: 'false',
      EnableCookieEncryption: 'true',
      EnableNodeOptionsEnvironmentVariable: 'false',
      EnableNodeCliInspectArguments: 'false',
      EnableEmbeddedAsarIntegrityValidation: 'true',
      OnlyLoadAppFromAsar: 'true',
      GrantFileProtocolExtraPrivileges: 'false'
    })
  })
})

describe('a Debian package', () => {
  it('says what it is and what it needs', () => {
    const control = controlFile(FACTS)
    expect(control).toContain('Package: wattveil\nVersion: 1.2.3\nArchitecture: amd64\n')
    expect(control).toMatch(/^Depends: .*libnss3.*$/mu)
    expect(control.endsWith('\n')).toBe(true)
  })

  it('makes program and documents known', () => {
    expect(desktopFile(FACTS)).toContain('Exec=/opt/Wattveil/wattveil %U\n')
    expect(desktopFile(FACTS)).toContain('MimeType=application/vnd.wattveil+json;text/csv;\n')
    expect(mimeFile(FACTS)).toContain('<glob pattern="*.wattveil"/>')
  })

  it('never fails over a list that the system does not have', () => {
    expect(refreshScript().match(/\|\| true/gu)).toHaveLength(3)
  })
})
