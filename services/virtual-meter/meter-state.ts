/** What a meter keeps: its key, its chains and the values nobody has fetched yet. One encrypted database for all. */

import { type Database, openDatabase } from '../../adapters/storage/database'
import type { Migration } from '../../adapters/storage/migrations/migration'
import { type Row, bigintIn, bytesIn, integerIn, nullableIn, textIn } from '../../adapters/storage/row'
import { keyFromFile } from '../../adapters/vault/key-file'
import { type ChainId, type MeterId, type Obis, toMeterId, toObis } from '../../app/domain/meter/meter'
import { type UtcSeconds, toUtcSeconds } from '../../app/domain/interval'

export type MeterSecrets = { readonly seed: Uint8Array; readonly salt: Uint8Array }

export type KeptPairing = {
  /** SHA-256 of the PAIRING message. */
  readonly id: Uint8Array
  readonly day: number
  /** The meter's clock when it was paired. */
  readonly at: UtcSeconds
}

/** Day key of one chain: k_d and its day. */
export type ChainKey = { readonly day: number; readonly key: Uint8Array; readonly fromCounter: number }

export type KeptRecord = {
  readonly counter: number
  readonly intervalStart: number
  readonly seconds: number
  readonly status: number
  readonly commitment: Uint8Array
  readonly previousHash: Uint8Array
  readonly hash: Uint8Array
  readonly value: bigint | null
  readonly headSignature: Uint8Array
  /** Erased with the value, which it would tell; the newest record keeps it, because the next one goes on from it. */
  readonly register: bigint | null
}

export type MeterState = {
  secretsOf(meterId: MeterId, make: () => MeterSecrets): MeterSecrets
  pairingOf(meterId: MeterId): KeptPairing | null
  /** The values of before are nobody's any more: whoever pairs now may be another occupant. */
  savePairing(meterId: MeterId, pairing: KeptPairing, keys: readonly (ChainKey & { readonly obis: Obis })[]): void
  keyOf(chain: ChainId): ChainKey | null
  newest(chain: ChainId): KeptRecord | null
  records(chain: ChainId, from: number, limit: number): readonly KeptRecord[]
  /** Appends records of several chains and moves their keys on, all or nothing. */
  append(
    additions: readonly { readonly chain: ChainId; readonly records: readonly KeptRecord[]; readonly key: ChainKey }[]
  ): void
  eraseValues(chain: ChainId, upTo: number): void
  /** Highest counter whose value is erased; -1 when none is. */
  acknowledged(chain: ChainId): number
  eraseValuesBefore(time: UtcSeconds): void
  close(): void
}

const METER_TABLES: Migration = {
  id: '0001-virtual-meter',
  sql: `
CREATE TABLE virtual_meter (meter_id TEXT PRIMARY KEY, seed BLOB NOT NULL, salt BLOB NOT NULL) STRICT;
CREATE TABLE virtual_pairing (meter_id TEXT PRIMARY KEY, id BLOB NOT NULL, day INTEGER NOT NULL, at INTEGER NOT NULL) STRICT;
CREATE TABLE virtual_chain_key (
  meter_id TEXT NOT NULL, obis INTEGER NOT NULL, day INTEGER NOT NULL, key BLOB NOT NULL, from_counter INTEGER NOT NULL,
  PRIMARY KEY (meter_id, obis)) STRICT;
CREATE TABLE virtual_record (
  meter_id TEXT NOT NULL, obis INTEGER NOT NULL, counter INTEGER NOT NULL, interval_start INTEGER NOT NULL,
  seconds INTEGER NOT NULL, status INTEGER NOT NULL, commitment BLOB NOT NULL, previous_hash BLOB NOT NULL,
  hash BLOB NOT NULL, value INTEGER, head_signature BLOB NOT NULL, register INTEGER,
  PRIMARY KEY (meter_id, obis, counter)) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS virtual_record_value ON virtual_record (meter_id, obis, counter) WHERE value IS NOT NULL;
CREATE INDEX IF NOT EXISTS virtual_record_register ON virtual_record (meter_id, obis, counter) WHERE register IS NOT NULL;
`
}

export function openMeterState(folder: string): MeterState {
  const file = `${folder}/meters.db`
  const key = keyFromFile(`${folder}/meters.key`, file)
  const database = openDatabase({ file, key, migrations: [METER_TABLES] })
  return { ...meterTables(database), ...recordTables(database), close: () => database.close() }
}

function meterTables(database: Database): Pick<MeterState, 'secretsOf' | 'pairingOf' | 'savePairing' | 'keyOf'> {
  return {
    secretsOf(meterId, make) {
      const row = database.prepare('SELECT seed, salt FROM virtual_meter WHERE meter_id = ?').get(meterId)
      if (row) return { seed: bytesIn(row, 'seed'), salt: bytesIn(row, 'salt') }
      const made = make()
      database.prepare('INSERT INTO virtual_meter VALUES (?, ?, ?)').run(meterId, made.seed, made.salt)
      return made
    },
    pairingOf(meterId) {
      const row = database.prepare('SELECT id, day, at FROM virtual_pairing WHERE meter_id = ?').get(meterId)
      return row ? { id: bytesIn(row, 'id'), day: integerIn(row, 'day'), at: toUtcSeconds(integerIn(row, 'at')) } : null
    },
    savePairing(meterId, pairing, keys) {
      database.transaction(() => {
        database
          .prepare('INSERT OR REPLACE INTO virtual_pairing VALUES (?, ?, ?, ?)')
          .run(meterId, pairing.id, pairing.day, pairing.at)
        for (const each of keys) {
          saveKey(database, { meterId, obis: each.obis }, each)
          eraseValues(database, { meterId, obis: each.obis }, each.fromCounter - 1)
        }
      })
    },
    keyOf(chain) {
      const row = database
        .prepare('SELECT day, key, from_counter FROM virtual_chain_key WHERE meter_id = ? AND obis = ?')
        .get(chain.meterId, chain.obis)
      return row
        ? { day: integerIn(row, 'day'), key: bytesIn(row, 'key'), fromCounter: integerIn(row, 'from_counter') }
        : null
    }
  }
}

function recordTables(
  database: Database
): Omit<MeterState, 'close' | 'secretsOf' | 'pairingOf' | 'savePairing' | 'keyOf'> {
  return {
    newest: (chain) => newest(database, chain),
    records(chain, from, limit) {
      return database
        .prepare(
          'SELECT * FROM virtual_record WHERE meter_id = ? AND obis = ? AND counter >= ? ORDER BY counter LIMIT ?'
        )
        .all(chain.meterId, chain.obis, from, limit)
        .map(recordIn)
    },
    append(additions) {
      database.transaction(() => {
        const insert = database.prepare('INSERT INTO virtual_record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
        for (const { chain, records, key } of additions) {
          for (const each of records) {
            insert.run(
              chain.meterId,
              chain.obis,
              each.counter,
              each.intervalStart,
              each.seconds,
              each.status,
              each.commitment,
              each.previousHash,
              each.hash,
              each.value,
              each.headSignature,
              each.register
            )
          }
          saveKey(database, chain, key)
        }
      })
    },
    eraseValues(chain, upTo) {
      database.transaction(() => {
        eraseValues(database, chain, upTo)
      })
    },
    acknowledged(chain) {
      // Values are erased from the oldest on, so the first that is left tells.
      const row = database
        .prepare(
          'SELECT counter FROM virtual_record WHERE meter_id = ? AND obis = ? AND value IS NOT NULL ORDER BY counter LIMIT 1'
        )
        .get(chain.meterId, chain.obis)
      return row ? integerIn(row, 'counter') - 1 : (newest(database, chain)?.counter ?? -1)
    },
    eraseValuesBefore(time) {
      const old = database
        .prepare(
          'SELECT meter_id, obis, max(counter) AS top FROM virtual_record WHERE interval_start < ? AND value IS NOT NULL GROUP BY meter_id, obis'
        )
        .all(time)
      for (const row of old) {
        eraseValues(
          database,
          { meterId: toMeterId(textIn(row, 'meter_id')), obis: toObis(integerIn(row, 'obis')) },
          integerIn(row, 'top')
        )
      }
    }
  }
}

function newest(database: Database, chain: ChainId): KeptRecord | null {
  const row = database
    .prepare('SELECT * FROM virtual_record WHERE meter_id = ? AND obis = ? ORDER BY counter DESC LIMIT 1')
    .get(chain.meterId, chain.obis)
  return row ? recordIn(row) : null
}

function saveKey(database: Database, chain: ChainId, key: ChainKey): void {
  database
    .prepare('INSERT OR REPLACE INTO virtual_chain_key VALUES (?, ?, ?, ?, ?)')
    .run(chain.meterId, chain.obis, key.day, key.key, key.fromCounter)
}

function eraseValues(database: Database, { meterId, obis }: ChainId, upTo: number): void {
  database
    .prepare(
      'UPDATE virtual_record SET value = NULL WHERE meter_id = ? AND obis = ? AND counter <= ? AND value IS NOT NULL'
    )
    .run(meterId, obis, upTo)
  database
    .prepare(
      `UPDATE virtual_record SET register = NULL WHERE meter_id = ? AND obis = ? AND counter <= ? AND register IS NOT NULL
       AND counter < (SELECT max(counter) FROM virtual_record WHERE meter_id = ? AND obis = ?)`
    )
    .run(meterId, obis, upTo, meterId, obis)
}

function recordIn(row: Row): KeptRecord {
  return {
    counter: integerIn(row, 'counter'),
    intervalStart: integerIn(row, 'interval_start'),
    seconds: integerIn(row, 'seconds'),
    status: integerIn(row, 'status'),
    commitment: bytesIn(row, 'commitment'),
    previousHash: bytesIn(row, 'previous_hash'),
    hash: bytesIn(row, 'hash'),
    value: nullableIn(row, 'value', bigintIn),
    headSignature: bytesIn(row, 'head_signature'),
    register: nullableIn(row, 'register', bigintIn)
  }
}
