/** DLISTs of a household, in its encrypted database. */

import type { BlameStore, KeptDlist } from '../../app/rounds/blame-store'
import type { Database } from './database'
import { type Row, bytesIn, integerIn } from './row'

export function blameIn(database: Database): BlameStore {
  return {
    dlists: (gid, rho) =>
      database
        .prepare('SELECT rho, t, wire, delivered FROM round_dlist WHERE gid = ? AND rho = ? ORDER BY t')
        .all(gid, rho)
        .map(dlistOf),
    saveDlist: (gid, { rho, t, wire, delivered }) => {
      database
        .prepare(
          `INSERT INTO round_dlist (gid, rho, t, wire, delivered) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT (gid, rho, t) DO UPDATE SET delivered = excluded.delivered`
        )
        .run(gid, rho, t, wire, Number(delivered))
    }
  }
}

function dlistOf(row: Row): KeptDlist {
  return {
    rho: bytesIn(row, 'rho'),
    t: integerIn(row, 't'),
    wire: bytesIn(row, 'wire'),
    delivered: integerIn(row, 'delivered') === 1
  }
}
