/** Meters this household is connected to, with passwords and pairing, in the encrypted database. */

import { z } from 'zod'
import { AppError } from '../../app/app-error'
import { toUtcSeconds } from '../../app/domain/interval'
import { toMeterId } from '../../app/domain/meter/meter'
import type { ConnectionState, MeterConnection, MeterConnections, RunFault } from '../../app/readings/meter-connections'
import type { Database } from './database'
import { type Row, bytesIn, integerIn, nullableIn, textIn } from './row'

const COLUMNS = 'meter_id, url, password, state, pairing_id, pending_day, pending_key'

const RUN_FAULTS = [
  'other-chain',
  'counter',
  'time',
  'length',
  'status',
  'link',
  'head',
  'opening',
  'value',
  'genesis',
  'rollback',
  'register'
] as const satisfies readonly RunFault[]

const stateSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('connected') }),
  z.strictObject({ kind: z.literal('unreachable') }),
  z.strictObject({ kind: z.literal('wrong-password'), triesLeft: z.number().int() }),
  z.strictObject({ kind: z.literal('locked'), until: z.number().int().min(0).transform(toUtcSeconds) }),
  z.strictObject({ kind: z.literal('refused'), code: z.string() }),
  z.strictObject({ kind: z.literal('malformed') }),
  z.strictObject({ kind: z.literal('chain-broken'), fault: z.enum(RUN_FAULTS), counter: z.number().int() })
])

export function createMeterConnections(database: Database): MeterConnections {
  return {
    list: () => database.prepare(`SELECT ${COLUMNS} FROM meter_connection ORDER BY meter_id`).all().map(connectionFrom),
    find: (meterId) => {
      const row = database.prepare(`SELECT ${COLUMNS} FROM meter_connection WHERE meter_id = ?`).get(meterId)
      return row ? connectionFrom(row) : null
    },
    save: ({ meterId, address, state, pairingId, pending }) => {
      database
        .prepare(`INSERT OR REPLACE INTO meter_connection (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)`)
        .run(
          meterId,
          address.url,
          address.password,
          JSON.stringify(state),
          pairingId,
          pending ? pending.day : null,
          pending ? pending.key : null
        )
    },
    remove: (meterId) => {
      database.prepare('DELETE FROM meter_connection WHERE meter_id = ?').run(meterId)
    }
  }
}

function connectionFrom(row: Row): MeterConnection {
  const day = nullableIn(row, 'pending_day', integerIn)
  const key = nullableIn(row, 'pending_key', bytesIn)
  return {
    meterId: toMeterId(textIn(row, 'meter_id')),
    address: { url: textIn(row, 'url'), password: textIn(row, 'password') },
    state: stateFrom(textIn(row, 'state')),
    pairingId: nullableIn(row, 'pairing_id', bytesIn),
    pending: day === null || key === null ? null : { day, key }
  }
}

function stateFrom(text: string): ConnectionState {
  try {
    return stateSchema.parse(JSON.parse(text))
  } catch {
    throw new AppError('database-damaged')
  }
}
