import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { installationOf } from '../../../main/updates/installation'
import { keepAnswer, readAnswer } from '../../../main/updates/kept-answer'
import { readUpdateSource } from '../../../main/updates/update-source'
import { temporaryFolder } from '../../support/temporary-folder'

const ROOT = path.resolve(import.meta.dirname, '../../..')
const KEY = 'ab'.repeat(32)

function sourceOf(release: unknown) {
  const file = path.join(temporaryFolder(), 'release.json')
  writeFileSync(file, JSON.stringify(release))
  return readUpdateSource(file)
}

const withFeed = (feed: string) => sourceOf({ updaterCacheDirName: 'wattveil-updater', updates: { feed, key: KEY } })

describe('where updates come from', () => {
  it('is nowhere in the build of this checkout: it has no place of its own', () => {
    expect(readUpdateSource(path.join(ROOT, 'release.json'))).toBeNull()
  })

  it('is shipped with the program, inside its archive', () => {
    expect(readFileSync(path.join(ROOT, 'electron-builder.yml'), 'utf8')).toMatch(
      /^files:\n(?: {2}- .*\n)* {2}- release\.json$/mu
    )
  })

  it('is a feed and the key that signs it', () => {
    expect(withFeed('https://updates.example/wattveil/')).toEqual({
      feed: 'https://updates.example/wattveil/',
      key: new Uint8Array(32).fill(0xab)
    })
  })

  it.each([
    'http://updates.example/',
    'https://updates.example/wattveil',
    'https://someone@updates.example/',
    'https://updates.example/?channel=1',
    'file:///srv/updates/',
    'updates.example',
    'http://127.0.0.1.example.org/'
  ])('cannot be %s', (feed) => {
    expect(() => withFeed(feed)).toThrow()
  })

  it('may be this PC itself without TLS, to try it', () => {
    expect(withFeed('http://127.0.0.1:8080/')?.feed).toBe('http://127.0.0.1:8080/')
  })

  it('is refused with a field that nobody knows, or half of it', () => {
    expect(() => sourceOf({ updaterCacheDirName: 'wattveil-updater', updates: null, also: 1 })).toThrow()
    expect(() =>
      sourceOf({ updaterCacheDirName: 'wattveil-updater', updates: { feed: 'https://updates.example/' } })
    ).toThrow()
  })
})

describe('a package of the system', () => {
  it.each(['deb', 'rpm'])('of kind %s leaves installing to the package manager', (kind) => {
    const resources = temporaryFolder()
    writeFileSync(path.join(resources, 'package-type'), `${kind}\n`)
    const found = installationOf({ platform: 'linux', arch: 'x64', resources, appImage: undefined })
    expect(found).toMatchObject({ ending: `.${kind}`, install: 'show' })
  })
})

describe('the answer', () => {
  it('is kept, and asked for again where it cannot be read', () => {
    const file = path.join(temporaryFolder(), 'updates.json')
    expect(readAnswer(file)).toBeNull()
    keepAnswer(file, { on: false, newest: '1.2.3' })
    expect(readAnswer(file)).toEqual({ on: false, newest: '1.2.3' })
    writeFileSync(file, '{"on":true,"newest":"a"}')
    expect(readAnswer(file)).toBeNull()
  })
})
