/** What a supplier keeps: its key, contracts, the records and responses of households, the bills it has issued. */

import { type Database, openDatabase } from '../../adapters/storage/database'
import type { Migration } from '../../adapters/storage/migrations/migration'
import { type Row, bytesIn, integerIn, nullableIn, textIn } from '../../adapters/storage/row'
import { type ChainId, chainKey } from '../../app/domain/meter/meter'
import { keyFromFile } from '../../adapters/vault/key-file'

export type KeptContract = {
  readonly hash: string
  /** The supplier's offer. */
  readonly offer: Uint8Array
  /** The countersigned file; null until the household has agreed. */
  readonly agreed: Uint8Array | null
}

export type KeptResponse = { readonly body: Uint8Array; readonly signature: Uint8Array }

export type KeptExchange = { readonly hash: string; readonly kind: 'exchange'; readonly file: Uint8Array }

export type KeptBill = { readonly hash: string; readonly number: string; readonly file: Uint8Array }

export type SupplierState = {
  seed(make: () => Uint8Array): Uint8Array
  contract(hash: string): KeptContract | null
  /** The offer made for exactly these request bytes; asking again gives the same one. */
  offerFor(request: string, make: (number: number) => { hash: string; offer: Uint8Array }): Uint8Array
  agree(hash: string, file: Uint8Array): void
  /** Countersigned contracts, in the order in which they were offered. */
  agreed(): readonly Uint8Array[]
  /** Statements of meters' exchanges, in the order in which they came. */
  exchanges(): readonly KeptExchange[]
  /** The same statement again changes nothing. */
  keepExchange(hash: string, file: Uint8Array): void
  records(contract: string, start: number, chain: ChainId): Uint8Array | null
  keepRecords(contract: string, start: number, chain: ChainId, wire: Uint8Array): void
  response(contract: string, start: number): KeptResponse | null
  /** The household's word that it does not open a period. */
  refusal(contract: string, start: number): KeptResponse | null
  /** The same again changes nothing. */
  keepRefusal(contract: string, start: number, refusal: KeptResponse): void
  /** Response and bills in one transaction; the number counts the bills of this supplier. */
  issue(contract: string, start: number, response: KeptResponse, make: readonly ((number: number) => KeptBill)[]): void
  bills(contract: string): readonly KeptBill[]
  close(): void
}

const SUPPLIER_TABLES: Migration = {
  id: '0001-supplier',
  sql: `
CREATE TABLE supplier_key (one INTEGER PRIMARY KEY CHECK (one = 1), seed BLOB NOT NULL) STRICT;
CREATE TABLE supplier_contract (
  hash TEXT PRIMARY KEY, request TEXT NOT NULL UNIQUE, offer BLOB NOT NULL, agreed BLOB) STRICT;
CREATE TABLE supplier_records (
  contract TEXT NOT NULL, start INTEGER NOT NULL, wire BLOB NOT NULL, PRIMARY KEY (contract, start)) STRICT;
CREATE TABLE supplier_response (
  contract TEXT NOT NULL, start INTEGER NOT NULL, body BLOB NOT NULL, signature BLOB NOT NULL,
  PRIMARY KEY (contract, start)) STRICT;
CREATE TABLE supplier_bill (
  hash TEXT PRIMARY KEY, contract TEXT NOT NULL, start INTEGER NOT NULL, number TEXT NOT NULL UNIQUE,
  file BLOB NOT NULL) STRICT;
`
}

/** Records by meter; those of before count for whatever meter the contract had, which was one. */
const SEVERAL_METERS: Migration = {
  id: '0002-several-meters',
  sql: `
CREATE TABLE supplier_delivery (
  contract TEXT NOT NULL, start INTEGER NOT NULL, chain TEXT NOT NULL, wire BLOB NOT NULL,
  PRIMARY KEY (contract, start, chain)) STRICT;
INSERT INTO supplier_delivery SELECT contract, start, '', wire FROM supplier_records;
DROP TABLE supplier_records;
CREATE TABLE supplier_exchange (hash TEXT PRIMARY KEY, file BLOB NOT NULL) STRICT;
`
}

const REFUSALS: Migration = {
  id: '0003-refusals',
  sql: `
CREATE TABLE supplier_refusal (
  contract TEXT NOT NULL, start INTEGER NOT NULL, body BLOB NOT NULL, signature BLOB NOT NULL,
  PRIMARY KEY (contract, start)) STRICT;
`
}

export function openSupplierState(folder: string): SupplierState {
  const file = `${folder}/supplier.db`
  const database = openDatabase({
    file,
    key: keyFromFile(`${folder}/supplier.key`, file),
    migrations: [SUPPLIER_TABLES, SEVERAL_METERS, REFUSALS]
  })
  return { ...contractTables(database), ...billTables(database), close: () => database.close() }
}

function contractTables(
  database: Database
): Pick<SupplierState, 'seed' | 'contract' | 'offerFor' | 'agree' | 'agreed'> {
  return {
    seed(make) {
      const row = database.prepare('SELECT seed FROM supplier_key').get()
      if (row) return bytesIn(row, 'seed')
      const seed = make()
      database.prepare('INSERT INTO supplier_key (one, seed) VALUES (1, ?)').run(seed)
      return seed
    },
    contract(hash) {
      const row = database.prepare('SELECT hash, offer, agreed FROM supplier_contract WHERE hash = ?').get(hash)
      if (!row) return null
      return { hash: textIn(row, 'hash'), offer: bytesIn(row, 'offer'), agreed: nullableIn(row, 'agreed', bytesIn) }
    },
    offerFor: (request, make) =>
      database.transaction(() => {
        const row = database.prepare('SELECT offer FROM supplier_contract WHERE request = ?').get(request)
        if (row) return bytesIn(row, 'offer')
        const { hash, offer } = make(countOf(database, 'supplier_contract') + 1)
        database
          .prepare('INSERT INTO supplier_contract (hash, request, offer) VALUES (?, ?, ?)')
          .run(hash, request, offer)
        return offer
      }),
    agreed: () =>
      database
        .prepare('SELECT agreed FROM supplier_contract WHERE agreed IS NOT NULL ORDER BY rowid')
        .all()
        .map((row) => bytesIn(row, 'agreed')),
    agree(hash, file) {
      database.prepare('UPDATE supplier_contract SET agreed = ? WHERE hash = ? AND agreed IS NULL').run(file, hash)
    }
  }
}

function billTables(database: Database): Omit<SupplierState, keyof ReturnType<typeof contractTables> | 'close'> {
  return {
    exchanges: () =>
      database
        .prepare('SELECT hash, file FROM supplier_exchange ORDER BY rowid')
        .all()
        .map((row) => ({ hash: textIn(row, 'hash'), kind: 'exchange', file: bytesIn(row, 'file') })),
    keepExchange(hash, file) {
      database.prepare('INSERT INTO supplier_exchange VALUES (?, ?) ON CONFLICT DO NOTHING').run(hash, file)
    },
    records(contract, start, chain) {
      const row = database
        .prepare("SELECT wire FROM supplier_delivery WHERE contract = ? AND start = ? AND chain IN (?, '')")
        .get(contract, start, chainKey(chain))
      return row ? bytesIn(row, 'wire') : null
    },
    keepRecords(contract, start, chain, wire) {
      database
        .prepare('INSERT OR REPLACE INTO supplier_delivery VALUES (?, ?, ?, ?)')
        .run(contract, start, chainKey(chain), wire)
    },
    response: (contract, start) => signedIn(database, 'supplier_response', contract, start),
    refusal: (contract, start) => signedIn(database, 'supplier_refusal', contract, start),
    keepRefusal(contract, start, { body, signature }) {
      database
        .prepare('INSERT INTO supplier_refusal VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING')
        .run(contract, start, body, signature)
    },
    issue: (contract, start, response, make) =>
      database.transaction(() => {
        database
          .prepare('INSERT INTO supplier_response VALUES (?, ?, ?, ?)')
          .run(contract, start, response.body, response.signature)
        for (const one of make) {
          const bill = one(countOf(database, 'supplier_bill') + 1)
          database
            .prepare('INSERT INTO supplier_bill VALUES (?, ?, ?, ?, ?)')
            .run(bill.hash, contract, start, bill.number, bill.file)
        }
      }),
    bills: (contract) =>
      database
        .prepare('SELECT hash, number, file FROM supplier_bill WHERE contract = ? ORDER BY start, number')
        .all(contract)
        .map(billOf)
  }
}

function signedIn(
  database: Database,
  table: 'supplier_response' | 'supplier_refusal',
  contract: string,
  start: number
): KeptResponse | null {
  const row = database
    .prepare(`SELECT body, signature FROM ${table} WHERE contract = ? AND start = ?`)
    .get(contract, start)
  return row ? { body: bytesIn(row, 'body'), signature: bytesIn(row, 'signature') } : null
}

function billOf(row: Row): KeptBill {
  return { hash: textIn(row, 'hash'), number: textIn(row, 'number'), file: bytesIn(row, 'file') }
}

function countOf(database: Database, table: 'supplier_contract' | 'supplier_bill'): number {
  const row = database.prepare(`SELECT count(*) AS many FROM ${table}`).get()
  return row ? integerIn(row, 'many') : 0
}
