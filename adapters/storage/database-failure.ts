/** SQLite's result codes as failures that a person can read; everything else stays the programming error it is. */

import { closeSync, openSync, readSync } from 'node:fs'
import { AppError } from '../../app/app-error'

/** Bytes 16 to 23 of an SQLite file stay readable under libsql's aes256cbc; see `failureOfUnreadableFile`. */
const PLAIN_HEADER = { offset: 16, length: 8 }
const PAYLOAD_FRACTIONS = [0x40, 0x20, 0x20]

/** The error to throw in place of what libsql threw. */
export function databaseFailure(error: unknown): unknown {
  if (error instanceof AppError) return error
  const code = resultCode(error)
  if (code === undefined) return error
  if (code === 'SQLITE_FULL') return new AppError('disk-full')
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return new AppError('database-locked')
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return new AppError('database-damaged')
  if (code.startsWith('SQLITE_IOERR')) return new AppError('disk-failed')
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN'))
    return new AppError('database-unwritable')
  return error
}

/**
 * SQLite says "not a database" both for a wrong key and for a file that never was one. The cipher
 * leaves bytes 16 to 23 of the header in plain, so that the page size can be read before the key is known:
 * where they make sense the file is whole enough, and the key is to blame.
 */
export function failureOfUnreadableFile(file: string): AppError {
  return new AppError(hasDatabaseHeader(file) ? 'database-wrong-key' : 'database-damaged')
}

/** SQLITE_… of an error that libsql made; undefined for all other errors. */
export function resultCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  // Only the constructor of libsql throws these, untyped: "ConnectionFailed(… <file>: 14)".
  if (error.message.startsWith('ConnectionFailed')) return 'SQLITE_CANTOPEN'
  const { code } = error as { code?: unknown }
  return typeof code === 'string' && /^(?:UNKNOWN_)?SQLITE_/u.test(code) ? code : undefined
}

function hasDatabaseHeader(file: string): boolean {
  const header = new Uint8Array(PLAIN_HEADER.length)
  const handle = openSync(file, 'r')
  try {
    if (readSync(handle, header, 0, PLAIN_HEADER.length, PLAIN_HEADER.offset) < PLAIN_HEADER.length) return false
  } finally {
    closeSync(handle)
  }
  const pageSize = new DataView(header.buffer).getUint16(0)
  const isPageSize = pageSize === 1 || (pageSize >= 512 && (pageSize & (pageSize - 1)) === 0)
  return isPageSize && PAYLOAD_FRACTIONS.every((byte, index) => header[5 + index] === byte)
}
