/** What electron-builder.yml promises for the systems on which no build can be run here. */

import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { parseUpdateInfo } from 'electron-updater/out/providers/Provider.js'
import { describe, expect, it } from 'vitest'
import { shippedBeside } from '../../../scripts/release/parts.mjs'

const ROOT = path.resolve(import.meta.dirname, '../../..')
const FILE = path.join(ROOT, 'electron-builder.yml')
const text = readFileSync(FILE, 'utf8')
// electron-updater brings the reader of YAML that electron-builder uses.
const read = () => parseUpdateInfo(text, FILE, new URL('file:///')) as never as Packaging

type Packaging = {
  [key: string]: unknown
  mac: Record<string, unknown>
  win: Record<string, unknown>
  nsis: Record<string, unknown>
  linux: Record<string, unknown>
  extraResources: { to: string }[]
  fileAssociations: { ext: string }[]
}

const required = createRequire(path.join(ROOT, 'node_modules/electron-builder/package.json'))
const { validateConfiguration } = required('app-builder-lib/out/util/config/config') as {
  validateConfiguration: (config: unknown, log: { isEnabled: boolean; add: () => void }) => Promise<void>
}
const validate = (config: unknown): Promise<void> =>
  validateConfiguration(config, { isEnabled: false, add: () => undefined })

describe('the settings of packages', () => {
  it('fit the schema of electron-builder, which would see a word that it does not know', async () => {
    await validate(read())
    await expect(validate({ ...read(), mac: { ...read().mac, hardendRuntime: true } })).rejects.toThrow('API schema')
  })

  it('install on Windows for one person, without rights over the system', () => {
    expect(read()).toMatchObject({ win: { target: ['nsis'] }, nsis: { perMachine: false, oneClick: false } })
  })

  it('offer the program for files of readings on Windows too, and take no ending from another program', () => {
    const script = readFileSync(path.join(ROOT, String(read().nsis['include'])), 'utf8')
    const offered = [...script.matchAll(/insertmacro \$\{MACRO\} "(\.\w+)"/gu)].map(([, ending]) =>
      String(ending).slice(1)
    )
    const [alternate] = read().mac['fileAssociations'] as { ext: string[]; rank: string }[]
    expect(alternate).toMatchObject({ rank: 'Alternate' })
    expect(offered).toEqual(alternate?.ext)
    // The default value of an ending is what a double click opens: only the program's own names may get one.
    const defaults = [...script.matchAll(/WriteRegStr SHELL_CONTEXT "([^"]+)" "" /gu)].map(([, key]) => key)
    expect(defaults).not.toEqual([])
    for (const key of defaults) expect(key).toMatch(/^Software\\Classes\\(?:Wattveil\.readings|Applications\\)/u)
  })

  it('harden and notarise on macOS, and let in no library of somebody else', () => {
    const { mac } = read()
    expect(mac).toMatchObject({ hardenedRuntime: true, notarize: true, target: ['dmg', 'zip'] })
    for (const key of ['entitlements', 'entitlementsInherit']) {
      const entitlements = readFileSync(path.join(ROOT, String(mac[key])), 'utf8')
      const granted = [...entitlements.matchAll(/<key>([^<]+)<\/key>\s*<true\/>/gu)].map(([, name]) => name)
      expect(granted).toEqual(['com.apple.security.cs.allow-jit'])
    }
  })

  it('make AppImage, deb and rpm for Linux, and everywhere shut the fuses and say which parts are inside', () => {
    const config = read()
    expect(config.linux['target']).toEqual(['AppImage', 'deb', 'rpm'])
    expect(config).toMatchObject({ asar: true, afterPack: 'scripts/release/after-pack.mjs' })
    expect(config).toMatchObject({ beforePack: 'scripts/release/before-pack.mjs' })
    expect(config.extraResources.map(({ to }) => to)).toEqual(['parts'])
    expect(config.fileAssociations[0]?.ext).toBe('wattveil')
    for (const icon of [config['icon'], config.linux['icon']])
      expect(existsSync(path.join(ROOT, String(icon)))).toBe(true)
  })

  it('list what lies beside the bundle for whichever system it is, and nothing that only builds', () => {
    const { packages } = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { dev?: boolean }>
    }
    const beside = shippedBeside(packages).map((folder) => folder.replace('node_modules/', ''))
    const systems = ['darwin-arm64', 'darwin-x64', 'linux-arm64-gnu', 'linux-x64-gnu', 'win32-x64-msvc']
    expect(beside).toEqual(expect.arrayContaining(['libsql', ...systems.map((system) => `@libsql/${system}`)]))
    expect(beside.filter((name) => /musl$|electron|vite|playwright/u.test(name))).toEqual([])
  })
})
