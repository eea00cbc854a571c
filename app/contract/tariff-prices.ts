/**
 * Prices from a file for one of the person's own dynamic tariffs: as exchanges and suppliers give them out (CSV, JSON), or
 * a signed price list. And a whole tariff from a file, as a draft for the editor.
 */

import { z } from 'zod'
import { fileToken, nanoEuro, nothing, remark, shortText, utcSeconds } from './common'
import { procedure } from './procedure'
import { ownTariffId, tariffBody } from './tariffs'

export const priceUnit = z.enum(['eur-per-mwh', 'ct-per-kwh', 'eur-per-kwh'])

const priceColumn = z.strictObject({ index: z.number().int().min(0).max(199), name: shortText })

/** Prices over a span of time, without gaps: one per step. */
const span = {
  name: shortText,
  start: utcSeconds,
  end: utcSeconds,
  /** Length of a step: 900, 1800 or 3600. */
  seconds: z.number().int(),
  steps: z.number().int()
}

/** Prices that the person has loaded for a tariff. */
export const keptPrices = z.strictObject({ id: ownTariffId, ...span, savedAt: utcSeconds })

export const pricesFromFile = z.strictObject({
  ...span,
  /** By whom a price list is signed; a key is known where a contract names it as publisher of an index. */
  signature: z.enum(['none', 'publisher', 'unknown']),
  /** As the file says, or as asked for; null where nothing says it: then it must be asked for. */
  unit: priceUnit.nullable(),
  /** Columns that could be the prices, and the one that was taken; null where it must be asked for. */
  columns: z.array(priceColumn).max(200),
  column: z.number().int().nullable(),
  /** Steps with a price below nothing. */
  negative: z.number().int(),
  /** Nano-euro per kWh, as in the file: without surcharge and VAT; null as long as unit or column are open. */
  lowest: nanoEuro.nullable(),
  mean: nanoEuro.nullable(),
  highest: nanoEuro.nullable(),
  /** What should be said beside it: which clock was taken, what was left out or rounded. */
  remarks: z.array(remark).max(10),
  /** Null where nothing was kept: it was not asked for, or something must be asked for first. */
  kept: ownTariffId.nullable()
})

export const tariffPricesContract = {
  /** Looks into a file; with `keep` the prices count for that tariff from now on, later files before earlier ones. */
  'tariffs.prices-from-file': procedure(
    z.strictObject({
      file: fileToken,
      tariff: ownTariffId,
      unit: priceUnit.nullable(),
      column: z.number().int().min(0).max(199).nullable(),
      keep: z.boolean()
    }),
    pricesFromFile
  ),
  'tariffs.prices': procedure(z.strictObject({ tariff: ownTariffId }), z.array(keptPrices).max(500)),
  'tariffs.remove-prices': procedure(z.strictObject({ id: ownTariffId }), nothing),
  /** A signed tariff, or the body of one, as a draft; keeps nothing. */
  'tariffs.from-file': procedure(z.strictObject({ file: fileToken }), z.strictObject({ body: tariffBody }))
} as const

export type PriceUnit = z.infer<typeof priceUnit>
export type PricesFromFile = z.infer<typeof pricesFromFile>
export type KeptPrices = z.infer<typeof keptPrices>
