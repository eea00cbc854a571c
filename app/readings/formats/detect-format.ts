/** Which format a file has, from what it contains and never from its name (docs/readings.md 1). */

import { AppError } from '../../app-error'
import { wattveilCsv } from './decode-wattveil-csv'
import type { ProfileFormat } from './load-profile-file'

const FORMATS: readonly ProfileFormat[] = [wattveilCsv]

/** First bytes of files that people drop by mistake, and what they are. */
const OTHER_KINDS: readonly { readonly kind: string; readonly begins: readonly number[] }[] = [
  { kind: 'pdf', begins: [0x25, 0x50, 0x44, 0x46] },
  { kind: 'zip', begins: [0x50, 0x4b, 0x03, 0x04] },
  { kind: 'gzip', begins: [0x1f, 0x8b] },
  { kind: 'picture', begins: [0x89, 0x50, 0x4e, 0x47] },
  { kind: 'picture', begins: [0xff, 0xd8, 0xff] },
  { kind: 'utf-16', begins: [0xff, 0xfe] },
  { kind: 'utf-16', begins: [0xfe, 0xff] }
]

const OTHER_TEXTS: readonly { readonly kind: string; readonly begins: RegExp }[] = [
  { kind: 'html', begins: /^\s*<(?:!doctype html|html)/iu },
  { kind: 'xml', begins: /^\s*<[?a-z!]/iu },
  { kind: 'json', begins: /^\s*[{[]/u }
]

/** Bytes that are looked at for the beginning of a text. */
const LOOK = 256

/** @throws AppError file-other-kind { kind } for a file whose first bytes say that it is something else. */
export function assertNoOtherKind(bytes: Uint8Array): void {
  const text = String.fromCharCode(...bytes.subarray(0, LOOK)).replace(/^\u00ef\u00bb\u00bf/u, '')
  const found =
    OTHER_KINDS.find(({ begins }) => begins.every((byte, index) => bytes[index] === byte)) ??
    OTHER_TEXTS.find(({ begins }) => begins.test(text))
  if (found) throw new AppError('file-other-kind', { kind: found.kind })
}

/** @throws AppError file-unknown-format. */
export function detectFormat(beginning: string): ProfileFormat {
  const format = FORMATS.find((one) => one.recognises(beginning))
  if (!format) throw new AppError('file-unknown-format')
  return format
}
