/** The household's contracts, bills and log of openings, in its encrypted database. */

import { AppError } from '../../app/app-error'
import type {
  BillStore,
  StoredBill,
  StoredContract,
  StoredDocument,
  StoredOffer,
  StoredResponse
} from '../../app/bills/bill-store'
import type { DocumentKind } from '../../app/bills/documents/signed-file'
import { checkShape } from '../../app/check-shape'
import { verdict } from '../../app/contract/bills'
import { type Period, toUtcSeconds } from '../../app/domain/interval'
import type { ChainId } from '../../app/domain/meter/meter'
import { billRefusals } from './bill-refusals'
import type { Database } from './database'
import { createSettingsStore } from './settings-store'
import { type Row, bytesIn, integerIn, nullableIn, textIn } from './row'

/** Written by a restore (adapters/backup/forget-what-went.ts). */
export const OPENED_BEFORE_SETTING = 'bills.opened-before'

export function createBillStore(database: Database): BillStore {
  return {
    ...keyAndConsents(database),
    ...contractsAndDocuments(database),
    ...offers(database),
    ...billRefusals(database),
    ...responses(database),
    ...bills(database)
  }
}

function keyAndConsents(
  database: Database
): Pick<BillStore, 'billKey' | 'keepBillKey' | 'openedBefore' | 'hasConsent' | 'keepConsent'> {
  return {
    openedBefore: () => toUtcSeconds(Number(createSettingsStore(database).read(OPENED_BEFORE_SETTING) ?? 0)),
    billKey: () => {
      const row = database.prepare('SELECT seed FROM bill_key').get()
      return row ? bytesIn(row, 'seed') : null
    },
    keepBillKey: (seed) => {
      database.prepare('INSERT INTO bill_key (one, seed) VALUES (1, ?) ON CONFLICT DO NOTHING').run(seed)
    },
    hasConsent: (question) =>
      database.prepare('SELECT 1 FROM bill_consent WHERE question = ?').get(question) !== undefined,
    keepConsent: (question) => {
      database.prepare('INSERT INTO bill_consent (question) VALUES (?) ON CONFLICT DO NOTHING').run(question)
    }
  }
}

function contractsAndDocuments(
  database: Database
): Pick<BillStore, 'contracts' | 'keepContract' | 'markDelivered' | 'document' | 'documents' | 'keepDocument'> {
  return {
    contracts: () => database.prepare('SELECT * FROM bill_contract ORDER BY rowid').all().map(contractOf),
    keepContract: ({ hash, file, address, delivered }) => {
      database
        .prepare(
          'INSERT INTO bill_contract (hash, file, address, delivered) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING'
        )
        .run(hash, file, address, delivered ? 1 : 0)
    },
    markDelivered: (contractHash) => {
      database.prepare('UPDATE bill_contract SET delivered = 1 WHERE hash = ?').run(contractHash)
    },
    document: (hash) => {
      const row = database.prepare('SELECT * FROM bill_document WHERE hash = ?').get(hash)
      return row ? documentOf(row) : null
    },
    documents: (kind) =>
      database.prepare('SELECT * FROM bill_document WHERE kind = ? ORDER BY rowid').all(kind).map(documentOf),
    keepDocument: ({ hash, kind, file }) => {
      database
        .prepare(
          'INSERT INTO bill_document (hash, kind, file) VALUES (?, ?, ?) ON CONFLICT (hash) DO UPDATE SET file = excluded.file'
        )
        .run(hash, kind, file)
    }
  }
}

function offers(database: Database): Pick<BillStore, 'offers' | 'keepOffer' | 'declineOffer' | 'dropOffers'> {
  return {
    offers: () => database.prepare('SELECT * FROM bill_offer ORDER BY rowid').all().map(offerOf),
    keepOffer: ({ hash, contractHash, file, declined }) => {
      database
        .prepare(
          'INSERT INTO bill_offer (hash, contract_hash, file, declined) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING'
        )
        .run(hash, contractHash, file, declined ? 1 : 0)
    },
    declineOffer: (hash) => {
      database.prepare('UPDATE bill_offer SET declined = 1 WHERE hash = ?').run(hash)
    },
    dropOffers: (contractHash) => {
      database.prepare('DELETE FROM bill_offer WHERE contract_hash = ?').run(contractHash)
    }
  }
}

function offerOf(row: Row): StoredOffer {
  return {
    hash: textIn(row, 'hash'),
    contractHash: textIn(row, 'contract_hash'),
    file: bytesIn(row, 'file'),
    declined: integerIn(row, 'declined') === 1
  }
}

type ResponseStore = Pick<
  BillStore,
  'response' | 'responses' | 'responseNamed' | 'logOpening' | 'markSent' | 'openedIn'
>

function responses(database: Database): ResponseStore {
  return {
    response: (contractHash, start) => {
      const row = database
        .prepare('SELECT * FROM bill_response WHERE contract_hash = ? AND start = ?')
        .get(contractHash, start)
      return row ? responseOf(row) : null
    },
    responses: () => database.prepare('SELECT * FROM bill_response ORDER BY rowid').all().map(responseOf),
    responseNamed: (hash) => {
      const row = database.prepare('SELECT * FROM bill_response WHERE hash = ?').get(hash)
      return row ? responseOf(row) : null
    },
    // Rule W: one commit, on disk before this returns; an interval is in one number, or in those the person named.
    logOpening: (response, opened, despite = []) =>
      database.transaction(() => {
        if (!database.isDurable()) throw new AppError('database-not-durable')
        const taken = opened.flatMap(({ chain, from, to }) => openedBetween(database, chain, { start: from, end: to }))
        if (taken.some((hash) => !despite.includes(hash))) return false
        insertResponse(database, response)
        const insert = database.prepare(
          'INSERT INTO bill_opening (meter_id, obis, start, "end", response_hash) VALUES (?, ?, ?, ?, ?)'
        )
        for (const { chain, from, to } of opened) insert.run(chain.meterId, chain.obis, from, to, response.hash)
        return true
      }),
    markSent: (responseHash, at) => {
      database.prepare('UPDATE bill_response SET sent_at = ? WHERE hash = ? AND sent_at IS NULL').run(at, responseHash)
    },
    openedIn: (chain, period) => openedBetween(database, chain, period)
  }
}

/** Hashes of the responses that have opened intervals of the chain with start <= their start < end. */
function openedBetween(database: Database, { meterId, obis }: ChainId, { start, end }: Period): readonly string[] {
  return database
    .prepare(
      `SELECT DISTINCT response_hash FROM bill_opening
       WHERE meter_id = ? AND obis = ? AND start < ? AND "end" > ? ORDER BY response_hash`
    )
    .all(meterId, obis, end, start)
    .map((row) => textIn(row, 'response_hash'))
}

function insertResponse(database: Database, response: StoredResponse): void {
  const { hash, contractHash, period, body, signature, listHash, sentAt } = response
  database
    .prepare(
      `INSERT INTO bill_response (hash, contract_hash, start, "end", body, signature, list_hash, sent_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`
    )
    .run(hash, contractHash, period.start, period.end, body, signature, listHash, sentAt)
}

function bills(database: Database): Pick<BillStore, 'bills' | 'bill' | 'keepBill' | 'markReplaced'> {
  return {
    bills: () => database.prepare('SELECT * FROM bill ORDER BY start, seen_at').all().map(billOf),
    bill: (hash) => {
      const row = database.prepare('SELECT * FROM bill WHERE hash = ?').get(hash)
      return row ? billOf(row) : null
    },
    keepBill: (bill) => {
      database
        .prepare(
          `INSERT OR REPLACE INTO bill
           (hash, file, contract_hash, number, start, "end", verdict, accepted, replaced_by, seen_at, report)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
        )
        .run(
          bill.hash,
          bill.file,
          bill.contractHash,
          bill.number,
          bill.period.start,
          bill.period.end,
          bill.verdict,
          bill.accepted ? 1 : 0,
          bill.replacedBy,
          bill.seenAt,
          bill.report
        )
    },
    markReplaced: (hash, by) => {
      database.prepare('UPDATE bill SET replaced_by = ? WHERE hash = ?').run(by, hash)
    }
  }
}

function contractOf(row: Row): StoredContract {
  return {
    hash: textIn(row, 'hash'),
    file: bytesIn(row, 'file'),
    address: nullableIn(row, 'address', textIn),
    delivered: integerIn(row, 'delivered') === 1
  }
}

function documentOf(row: Row): StoredDocument {
  return { hash: textIn(row, 'hash'), kind: textIn(row, 'kind') as DocumentKind, file: bytesIn(row, 'file') }
}

function responseOf(row: Row): StoredResponse {
  const sentAt = nullableIn(row, 'sent_at', integerIn)
  return {
    contractHash: textIn(row, 'contract_hash'),
    period: periodOf(row),
    body: bytesIn(row, 'body'),
    signature: bytesIn(row, 'signature'),
    hash: textIn(row, 'hash'),
    listHash: nullableIn(row, 'list_hash', textIn),
    sentAt: sentAt === null ? null : toUtcSeconds(sentAt)
  }
}

function billOf(row: Row): StoredBill {
  const word = checkShape(verdict, textIn(row, 'verdict'))
  if (!word.success) throw new AppError('database-damaged')
  return {
    hash: textIn(row, 'hash'),
    file: bytesIn(row, 'file'),
    contractHash: nullableIn(row, 'contract_hash', textIn),
    number: textIn(row, 'number'),
    period: periodOf(row),
    verdict: word.data,
    accepted: integerIn(row, 'accepted') === 1,
    replacedBy: nullableIn(row, 'replaced_by', textIn),
    seenAt: toUtcSeconds(integerIn(row, 'seen_at')),
    report: textIn(row, 'report')
  }
}

function periodOf(row: Row): Period {
  return { start: toUtcSeconds(integerIn(row, 'start')), end: toUtcSeconds(integerIn(row, 'end')) }
}
