/** The person's own tariffs, in the encrypted database. */

import { toUtcSeconds } from '../../app/domain/interval'
import type { OwnPrices, TariffStore } from '../../app/bills/tariffs/tariff-store'
import { AppError } from '../../app/app-error'
import type { Database } from './database'
import { type Row, bytesIn, integerIn, textIn } from './row'

/** A price is a signed integer of 64 bits, lowest byte first. */
const PRICE_BYTES = 8

export function createTariffStore(database: Database): TariffStore {
  return {
    all: () =>
      database
        .prepare('SELECT id, body, saved_at FROM own_tariff ORDER BY rowid')
        .all()
        .map((row) => ({
          id: textIn(row, 'id'),
          body: bytesIn(row, 'body'),
          savedAt: toUtcSeconds(integerIn(row, 'saved_at'))
        })),
    save: ({ id, body, savedAt }) => {
      database
        .prepare(
          `INSERT INTO own_tariff (id, body, saved_at) VALUES (?, ?, ?)
           ON CONFLICT (id) DO UPDATE SET body = excluded.body, saved_at = excluded.saved_at`
        )
        .run(id, body, savedAt)
    },
    remove: (id) => {
      database.transaction(() => {
        database.prepare('DELETE FROM own_prices WHERE tariff_id = ?').run(id)
        database.prepare('DELETE FROM own_tariff WHERE id = ?').run(id)
      })
    },
    prices: (tariffId) =>
      database.prepare('SELECT * FROM own_prices WHERE tariff_id = ? ORDER BY rowid').all(tariffId).map(pricesOf),
    keepPrices: ({ id, tariffId, name, start, seconds, prices, savedAt }) => {
      database
        .prepare(
          `INSERT INTO own_prices (id, tariff_id, name, start, seconds, steps, prices, saved_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)`
        )
        .run(id, tariffId, name, start, seconds, prices.length, packed(prices), savedAt)
    },
    removePrices: (id) => {
      database.prepare('DELETE FROM own_prices WHERE id = ?').run(id)
    }
  }
}

function pricesOf(row: Row): OwnPrices {
  const bytes = bytesIn(row, 'prices')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const steps = integerIn(row, 'steps')
  if (bytes.length !== steps * PRICE_BYTES) throw new AppError('database-damaged')
  return {
    id: textIn(row, 'id'),
    tariffId: textIn(row, 'tariff_id'),
    name: textIn(row, 'name'),
    start: toUtcSeconds(integerIn(row, 'start')),
    seconds: integerIn(row, 'seconds'),
    prices: Array.from({ length: steps }, (_, index) => view.getBigInt64(index * PRICE_BYTES, true)),
    savedAt: toUtcSeconds(integerIn(row, 'saved_at'))
  }
}

function packed(prices: readonly bigint[]): Uint8Array {
  const bytes = new Uint8Array(prices.length * PRICE_BYTES)
  const view = new DataView(bytes.buffer)
  prices.forEach((price, index) => {
    view.setBigInt64(index * PRICE_BYTES, price, true)
  })
  return bytes
}
