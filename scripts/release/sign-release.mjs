/**
 * Signs what electron-builder has written beside a release (latest*.yml), so that the program will believe it (docs/adr/0049):
 *
 *   WATTVEIL_RELEASE_KEY=FILE node scripts/release/sign-release.mjs dist/latest-linux.yml ...
 *
 * FILE holds the Ed25519 key as PEM (openssl genpkey -algorithm ed25519). Prints the public half as release.json wants it.
 */

import { createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { isStartedDirectly, say } from '../project.mjs'

/** The same words as in main/updates/release.ts. */
const TAG = 'wattveil-release/1'

/**
 * @param {string} file absolute or relative path of a latest*.yml; FILE.sig is written beside it
 * @param {import('node:crypto').KeyObject} key
 */
export function signRelease(file, key) {
  if (key.asymmetricKeyType !== 'ed25519') throw new TypeError('The release key is an Ed25519 key.')
  const message = Buffer.concat([Buffer.from(`${TAG}\n${path.basename(file)}\n`), readFileSync(file)])
  writeFileSync(`${file}.sig`, `${sign(null, message, key).toString('hex')}\n`)
}

/**
 * @param {import('node:crypto').KeyObject} key
 * @returns {string} 64 hexadecimal digits
 */
export function publicHalf(key) {
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' })
  return Buffer.from(x, 'base64url').toString('hex')
}

if (isStartedDirectly(import.meta.url)) {
  const from = process.env['WATTVEIL_RELEASE_KEY']
  const files = process.argv.slice(2)
  if (!from || files.length === 0) {
    say('WATTVEIL_RELEASE_KEY=FILE node scripts/release/sign-release.mjs latest*.yml')
    process.exit(2)
  }
  const key = createPrivateKey(readFileSync(from))
  for (const file of files) signRelease(file, key)
  say(`Signed by ${publicHalf(key)}`)
}
