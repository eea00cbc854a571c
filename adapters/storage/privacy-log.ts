/** The log of what left the PC, in the household's database. */

import { toUtcSeconds } from '../../app/domain/interval'
import type { PrivacyEntry, PrivacyLog, PrivacyPurpose } from '../../app/ports'
import type { Database } from './database'
import { type Row, integerIn, nullableIn, textIn } from './row'

const COLUMNS = 'id, at, recipient, host, purpose, bytes, about'

export function createPrivacyLog(database: Database): PrivacyLog {
  return {
    append: (entry) => {
      database
        .prepare('INSERT INTO privacy_entry (at, recipient, host, purpose, bytes, about) VALUES (?, ?, ?, ?, ?, ?)')
        .run(entry.at, entry.recipient, entry.host, entry.purpose, entry.bytes, entry.about)
    },
    list: (limit, before) =>
      database
        .prepare(`SELECT ${COLUMNS} FROM privacy_entry WHERE id < ? ORDER BY id DESC LIMIT ?`)
        .all(before ?? Number.MAX_SAFE_INTEGER, limit)
        .map((row) => ({ id: integerIn(row, 'id'), ...entryOf(row) })),
    between: (from, to) =>
      database
        .prepare(`SELECT ${COLUMNS} FROM privacy_entry WHERE at >= ? AND at < ? ORDER BY at, id`)
        .all(from, to)
        .map(entryOf)
  }
}

function entryOf(row: Row): PrivacyEntry {
  const about = nullableIn(row, 'about', integerIn)
  return {
    at: toUtcSeconds(integerIn(row, 'at')),
    recipient: textIn(row, 'recipient'),
    host: nullableIn(row, 'host', textIn),
    purpose: textIn(row, 'purpose') as PrivacyPurpose,
    bytes: integerIn(row, 'bytes'),
    about: about === null ? null : toUtcSeconds(about)
  }
}
