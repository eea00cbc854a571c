/** Periods that a household does not open, in its encrypted database. */

import type { BillStore } from '../../app/bills/bill-store'
import { toUtcSeconds } from '../../app/domain/interval'
import type { Database } from './database'
import { bytesIn, integerIn, nullableIn, textIn } from './row'

type Refusals = Pick<BillStore, 'refusal' | 'keepRefusal' | 'markRefusalSent'>

export function billRefusals(database: Database): Refusals {
  return {
    refusal: (contractHash, start) => {
      const row = database
        .prepare('SELECT * FROM bill_refusal WHERE contract_hash = ? AND start = ?')
        .get(contractHash, start)
      if (!row) return null
      const sentAt = nullableIn(row, 'sent_at', integerIn)
      return {
        contractHash: textIn(row, 'contract_hash'),
        period: { start: toUtcSeconds(integerIn(row, 'start')), end: toUtcSeconds(integerIn(row, 'end')) },
        body: bytesIn(row, 'body'),
        signature: bytesIn(row, 'signature'),
        sentAt: sentAt === null ? null : toUtcSeconds(sentAt)
      }
    },
    keepRefusal: ({ contractHash, period, body, signature, sentAt }) => {
      database
        .prepare(
          `INSERT INTO bill_refusal (contract_hash, start, "end", body, signature, sent_at)
           VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`
        )
        .run(contractHash, period.start, period.end, body, signature, sentAt)
    },
    markRefusalSent: (contractHash, start, at) => {
      database
        .prepare('UPDATE bill_refusal SET sent_at = ? WHERE contract_hash = ? AND start = ? AND sent_at IS NULL')
        .run(at, contractHash, start)
    }
  }
}
