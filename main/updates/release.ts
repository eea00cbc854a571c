/**
 * What a release says of itself (electron-builder's latest*.yml), believed only when the release key has signed it
 * (docs/adr/0049): the file's version, and size and SHA-512 of what is to be fetched.
 */

import { verify } from 'node:crypto'
import { parseUpdateInfo } from 'electron-updater/out/providers/Provider.js'
import { z } from 'zod'
import { AppError } from '../../app/app-error'
import { importPublicKey } from '../../adapters/platform-crypto/key-objects'
import { checkShape } from '../../app/check-shape'

export const MAX_RELEASE_BYTES = 16_384
/** Hexadecimal, and perhaps an end of line. */
export const MAX_SIGNATURE_BYTES = 132

/** What the release key signs begins with this, so that it means nothing anywhere else. */
const TAG = 'wattveil-release/1'
const LARGEST_FILE = 2 ** 30

const version = z.string().regex(/^\d{1,6}\.\d{1,6}\.\d{1,6}$/u)
const sha512 = z.string().regex(/^[A-Za-z0-9+/]{86}==$/u)

const releaseFile = z.strictObject({
  version,
  files: z
    .array(
      z.strictObject({
        // A name beside the feed's own file; no other folder, no other host.
        url: z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,120}$/u),
        sha512,
        size: z.number().int().min(1).max(LARGEST_FILE),
        blockMapSize: z.number().int().min(0).max(LARGEST_FILE).optional()
      })
    )
    .min(1)
    .max(10),
  path: z.string().max(130).optional(),
  sha512: sha512.optional(),
  // YAML knows moments.
  releaseDate: z.union([z.string().max(40), z.date()]).optional()
})

export type ReleaseFile = { readonly url: string; readonly sha512: string; readonly size: number }
export type Release = { readonly version: string; readonly file: ReleaseFile }

/** The bytes that the release key signs: tag, name of the file, the file. */
export function signedRelease(name: string, bytes: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(`${TAG}\n${name}\n`, 'utf8'), bytes])
}

/**
 * @param options.name   of the file, such as latest-linux.yml: one system's release is none of another's
 * @param options.ending of the file that this installation can take, such as .AppImage
 * @throws AppError update-not-genuine, update-malformed, update-not-for-this-system
 */
export function readRelease(options: {
  readonly name: string
  readonly bytes: Uint8Array
  readonly signature: Uint8Array
  readonly key: Uint8Array
  readonly ending: string
}): Release {
  const { name, bytes, ending } = options
  if (!isGenuine(options)) throw new AppError('update-not-genuine')
  const release = checkShape(releaseFile, decode(name, bytes))
  if (!release.success) throw new AppError('update-malformed')
  const fitting = release.data.files.filter(({ url }) => url.endsWith(ending))
  const file = fitting.find(({ url }) => url.includes(process.arch)) ?? fitting[0]
  if (!file) throw new AppError('update-not-for-this-system')
  return { version: release.data.version, file: { url: file.url, sha512: file.sha512, size: file.size } }
}

/** @returns below zero where `a` is the older one. Both are of the form 1.2.3. */
export function compareVersions(a: string, b: string): number {
  const [one, other] = [numbersOf(a), numbersOf(b)]
  const at = one.findIndex((number, index) => number !== other[index])
  return at < 0 ? 0 : (one[at] ?? 0) - (other[at] ?? 0)
}

function numbersOf(text: string): readonly number[] {
  return text.split('.').map(Number)
}

function isGenuine(options: {
  readonly name: string
  readonly bytes: Uint8Array
  readonly signature: Uint8Array
  readonly key: Uint8Array
}): boolean {
  const text = Buffer.from(options.signature).toString('latin1').trimEnd()
  if (!/^[0-9a-f]{128}$/u.test(text)) return false
  const key = importPublicKey('Ed25519', options.key)
  return verify(null, signedRelease(options.name, options.bytes), key, Buffer.from(text, 'hex'))
}

function decode(name: string, bytes: Uint8Array): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return parseUpdateInfo(text, name, new URL(`file:///${name}`))
  } catch {
    throw new AppError('update-malformed')
  }
}
