/** Which format a file has, from what it contains and never from its name (docs/readings.md 1). */

import { AppError } from '../../app-error'
import { ar2418 } from './ar2418/read-ar2418'
import { espi } from './espi/read-espi'
import type { FileHead, FormatReader } from './format-reader'
import { nem12 } from './nem12'
import { dsmrP1 } from './p1/dsmr-p1'
import { smlDump } from './sml/sml-dump'
import { xlsx } from './spreadsheet/xlsx'
import { findUnreadTime, operatorTable } from './table/operator-table'
import { wattveilCsv } from './wattveil-csv'

/** The first that knows the beginning of a file reads it: strict formats stand before the ones that guess. */
const READERS: readonly FormatReader[] = [wattveilCsv, ar2418, espi, nem12, dsmrP1, smlDump, xlsx, operatorTable]

/** First bytes of files that people drop by mistake, and what they are. */
const OTHER_KINDS: readonly { readonly kind: string; readonly begins: readonly number[] }[] = [
  { kind: 'pdf', begins: [0x25, 0x50, 0x44, 0x46] },
  { kind: 'zip', begins: [0x50, 0x4b, 0x03, 0x04] },
  { kind: 'gzip', begins: [0x1f, 0x8b] },
  { kind: 'picture', begins: [0x89, 0x50, 0x4e, 0x47] },
  { kind: 'picture', begins: [0xff, 0xd8, 0xff] }
]

const OTHER_TEXTS: readonly { readonly kind: string; readonly begins: RegExp }[] = [
  { kind: 'html', begins: /^\s*<(?:!doctype html|html)/iu },
  { kind: 'xml', begins: /^\s*<[?a-z!]/iu },
  { kind: 'json', begins: /^\s*[{[]/u }
]

/** Bytes that are looked at for the beginning of a text. */
const LOOK = 256

/** @throws AppError file-other-kind { kind } for what is plainly something else, file-not-text, table-times-unread, file-unknown-format. */
export function detectFormat(head: FileHead): FormatReader {
  const reader = READERS.find((one) => one.detect(head))
  if (reader) return reader
  const kind = otherKindOf(head)
  if (kind !== null) throw new AppError('file-other-kind', { kind })
  if (head.encoding === null) throw new AppError('file-not-text', { line: 1 })
  const unread = findUnreadTime(head)
  throw unread ? new AppError('table-times-unread', unread) : new AppError('file-unknown-format')
}

function otherKindOf({ bytes }: FileHead): string | null {
  const text = String.fromCharCode(...bytes.subarray(0, LOOK)).replace(/^\u00ef\u00bb\u00bf/u, '')
  const found =
    OTHER_KINDS.find(({ begins }) => begins.every((byte, index) => bytes[index] === byte)) ??
    OTHER_TEXTS.find(({ begins }) => begins.test(text))
  return found?.kind ?? null
}
