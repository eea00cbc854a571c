/** Names and exchanges of meters in the household's database. */

import { toUtcSeconds } from '../../app/domain/interval'
import type { MeterExchange, MeterNote, MeterNotes } from '../../app/readings/meter-notes'
import type { Database } from './database'
import { type Row, integerIn, nullableIn, textIn } from './row'

export function createMeterNotes(database: Database): MeterNotes {
  const exchanges = (): readonly MeterExchange[] =>
    database.prepare('SELECT old_meter, new_meter, at FROM meter_exchange ORDER BY at').all().map(exchangeFrom)
  return {
    notes: () =>
      database.prepare('SELECT meter_id, name, is_production FROM meter_note ORDER BY meter_id').all().map(noteFrom),
    save: ({ meterId, name, isProduction }) => {
      database
        .prepare('INSERT OR REPLACE INTO meter_note (meter_id, name, is_production) VALUES (?, ?, ?)')
        .run(meterId, name, isProduction ? 1 : 0)
    },
    exchanges,
    join: ({ oldMeter, newMeter, at }) => {
      const taken = exchanges().some((one) => one.oldMeter === oldMeter || one.newMeter === newMeter)
      if (taken || oldMeter === newMeter) throw new RangeError('meter exchange: already part of another')
      database
        .prepare('INSERT INTO meter_exchange (old_meter, new_meter, at) VALUES (?, ?, ?)')
        .run(oldMeter, newMeter, at)
    },
    part: (newMeter) => database.prepare('DELETE FROM meter_exchange WHERE new_meter = ?').run(newMeter) > 0
  }
}

function noteFrom(row: Row): MeterNote {
  return {
    meterId: textIn(row, 'meter_id'),
    name: nullableIn(row, 'name', textIn),
    isProduction: integerIn(row, 'is_production') === 1
  }
}

function exchangeFrom(row: Row): MeterExchange {
  return {
    oldMeter: textIn(row, 'old_meter'),
    newMeter: textIn(row, 'new_meter'),
    at: toUtcSeconds(integerIn(row, 'at'))
  }
}
