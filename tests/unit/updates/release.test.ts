import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { installationOf } from '../../../main/updates/installation'
import { compareVersions, readRelease, signedRelease } from '../../../main/updates/release'

const HASH = 'A'.repeat(86) + '=='
const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const key = new Uint8Array(Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url'))

const text = (...files: readonly string[]): string =>
  [
    'version: 1.5.0',
    'files:',
    ...files.flatMap((url) => [`  - url: ${url}`, `    sha512: ${HASH}`, '    size: 7'])
  ].join('\n')

function read(release: string, { signedAs = 'latest-linux.yml', ending = '.AppImage' } = {}) {
  const name = 'latest-linux.yml'
  const bytes = Buffer.from(release)
  const signature = Buffer.from(sign(null, signedRelease(signedAs, bytes), privateKey).toString('hex'))
  return readRelease({ name, bytes, signature, key, ending })
}

describe('a release', () => {
  it('is read when the release key has signed it under this name', () => {
    expect(read(text('Wattveil-x64.AppImage'))).toEqual({
      version: '1.5.0',
      file: { url: 'Wattveil-x64.AppImage', sha512: HASH, size: 7 }
    })
  })

  it('of another system is not genuine here, though the same key has signed it', () => {
    expect(() => read(text('a.AppImage'), { signedAs: 'latest.yml' })).toThrow('update-not-genuine')
  })

  it.each(['', 'zz'.repeat(64), 'AB'.repeat(64), 'ab'.repeat(63)])(
    'with %j for a signature is not genuine',
    (signature) => {
      const bytes = Buffer.from(text('a.AppImage'))
      const given = { name: 'latest-linux.yml', bytes, signature: Buffer.from(signature), key, ending: '.AppImage' }
      expect(() => readRelease(given)).toThrow('update-not-genuine')
    }
  )

  it('is not genuine after any one bit of it has changed', () => {
    const bytes = Buffer.from(text('Wattveil-x64.AppImage'))
    const signature = Buffer.from(sign(null, signedRelease('latest-linux.yml', bytes), privateKey).toString('hex'))
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes)
      changed.writeUInt8(changed.readUInt8(at) ^ (1 << (at % 8)), at)
      const given = { name: 'latest-linux.yml', bytes: changed, signature, key, ending: '.AppImage' }
      expect(() => readRelease(given)).toThrow('update-not-genuine')
    }
  })

  it.each([
    ['a file in another folder', text('../Wattveil.AppImage')],
    ['a file on another host', text('https://example.org/Wattveil.AppImage')],
    ['a hidden file', text('.Wattveil.AppImage')],
    ['no file', 'version: 1.5.0\nfiles: []\n'],
    ['a version that is none', text('a.AppImage').replace('1.5.0', '1.5')],
    ['a test version', text('a.AppImage').replace('1.5.0', '1.5.0-beta.1')],
    ['a size that is none', text('a.AppImage').replace('size: 7', 'size: -7')],
    ['a weak hash', text('a.AppImage').replace(HASH, 'A'.repeat(43) + '=')],
    ['a field that nobody knows', `${text('a.AppImage')}\nstagingPercentage: 10\n`],
    ['nothing but a number', '7'],
    ['an alias bomb', 'a: &a [x]\nb: &b [*a,*a]\nc: [*b,*b]\n'],
    ['no YAML', 'version: [']
  ])('with %s is refused, however well it is signed', (_what, release) => {
    expect(() => read(release)).toThrow('update-malformed')
  })

  it('without a file that this installation could take is for another system', () => {
    expect(() => read(text('Wattveil-Setup.exe'))).toThrow('update-not-for-this-system')
  })

  it('with files for several processors gives the one for this', () => {
    const files = [`Wattveil-other.AppImage`, `Wattveil-${process.arch}.AppImage`]
    expect(read(text(...files)).file.url).toBe(files[1])
  })
})

describe('versions', () => {
  it('are compared as numbers', () => {
    expect(compareVersions('1.10.0', '1.9.9')).toBeGreaterThan(0)
    expect(compareVersions('0.9.9', '1.0.0')).toBeLessThan(0)
    expect(compareVersions('1.2.3', '1.2.3')).toBe(0)
  })
})

describe('an installation', () => {
  const facts = { platform: 'linux' as NodeJS.Platform, arch: 'x64', resources: '/nowhere', appImage: undefined }

  it('that somebody only unpacked cannot replace itself', () => {
    expect(installationOf(facts)).toBeNull()
  })

  it('is told by its system', () => {
    expect(installationOf({ ...facts, appImage: '/opt/Wattveil.AppImage' })).toMatchObject({ ending: '.AppImage' })
    expect(installationOf({ ...facts, platform: 'win32' })).toMatchObject({ releaseName: 'latest.yml', ending: '.exe' })
    expect(installationOf({ ...facts, platform: 'darwin' })).toMatchObject({ releaseName: 'latest-mac.yml' })
    expect(installationOf({ ...facts, arch: 'arm64', appImage: '/a' })?.releaseName).toBe('latest-linux-arm64.yml')
  })
})
