/** What members wish of rosters; the only table of a collector whose rows are replaced. */

import type { Database } from '../../adapters/storage/database'
import { bytesIn } from '../../adapters/storage/row'
import type { BoardStore } from './board-store'
import { decodeWish } from '../../app/rounds/messages/wish'

export function wishesIn(database: Database): Pick<BoardStore, 'wishes' | 'addWish'> {
  return {
    wishes: () =>
      database
        .prepare('SELECT member, wire FROM collector_wish ORDER BY member')
        .all()
        .map((row) => ({ memberId: bytesIn(row, 'member'), with: decodeWish(bytesIn(row, 'wire')) })),
    addWish: (memberId, wire, at) => {
      database.prepare('REPLACE INTO collector_wish (member, wire, at) VALUES (?, ?, ?)').run(memberId, wire, at)
    }
  }
}
