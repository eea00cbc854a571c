import { generateKeyPairSync } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readRelease } from '../../../main/updates/release'
import { publicHalf, signRelease } from '../../../scripts/release/sign-release.mjs'
import { temporaryFolder } from '../../support/temporary-folder'

describe('a release that was signed for others', () => {
  it('is believed by the program that was built with the public half', () => {
    const { privateKey } = generateKeyPairSync('ed25519')
    const file = path.join(temporaryFolder(), 'latest-linux.yml')
    const sha512 = `${'A'.repeat(86)}==`
    writeFileSync(file, `version: 2.0.0\nfiles:\n  - url: a.AppImage\n    sha512: ${sha512}\n    size: 1\n`)
    signRelease(file, privateKey)
    const release = readRelease({
      name: 'latest-linux.yml',
      bytes: readFileSync(file),
      signature: readFileSync(`${file}.sig`),
      key: new Uint8Array(Buffer.from(publicHalf(privateKey), 'hex')),
      ending: '.AppImage'
    })
    expect(release.version).toBe('2.0.0')
  })

  it('is not signed with a key of another kind', () => {
    const { privateKey } = generateKeyPairSync('x25519')
    expect(() => signRelease('latest.yml', privateKey)).toThrow(TypeError)
  })
})
