/** What main and core know of a home and no page may: read from its files, and every way in which it could be written. */

import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { openDatabase } from '../../../adapters/storage/database'
import { bytesIn } from '../../../adapters/storage/row'

/**
 * @param folder of household.db and its key file; a core may have it open
 * @param scratch folder for a copy
 * @throws Error where a secret is not there yet
 */
export function secretsOf(folder: string, scratch: string): ReadonlyMap<string, Buffer> {
  const key = readFileSync(path.join(folder, 'household.key'), 'utf8').trim()
  const copy = path.join(scratch, 'copy.db')
  // The core has the file to itself.
  for (const suffix of ['', '-wal']) {
    const from = path.join(folder, `household.db${suffix}`)
    if (existsSync(from)) copyFileSync(from, copy + suffix)
  }
  const database = openDatabase({ file: copy, key })
  const all = (column: string, from: string): Buffer[] => {
    const rows = database.prepare(`SELECT ${column} FROM ${from} LIMIT 20`).all()
    if (rows.length === 0) throw new Error(`nothing secret in ${from}`)
    return rows.map((row) => Buffer.from(bytesIn(row, column)))
  }
  try {
    return new Map([
      ['key of the database', Buffer.from(key, 'base64')],
      ['key of the database, as it lies in its file', Buffer.from(key)],
      ...named('identity in the group', all('identity', 'round_group')),
      ...named('key of the bills', all('seed', 'bill_key')),
      ...named('blinding', all('blinding', 'chain_record WHERE blinding <> zeroblob(32) ORDER BY start DESC'))
    ])
  } finally {
    database.close()
  }
}

function named(name: string, values: readonly Buffer[]): [string, Buffer][] {
  return values.map((value, index) => [`${name} ${String(index)}`, value])
}

/** How a program writes bytes as text. */
export function writingsOf(bytes: Buffer): readonly string[] {
  const text = bytes.toString('latin1')
  return [
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    bytes.toString('base64').replace(/=+$/u, ''),
    bytes.toString('base64url'),
    [...bytes].join(','),
    ...(/^[\x20-\x7e]+$/u.test(text) ? [text] : [])
  ]
}
