/**
 * The index publisher of examples and simulations: signs lists made from a table of market prices. A party of its own
 * with a key of its own; the supplier only hands its files on.
 */

import { encodeIndexList, type IndexList } from '../../app/bills/documents/index-document'
import { type SignedFile, signFile } from '../../app/bills/documents/signed-file'
import { type Period, type UtcSeconds, toUtcSeconds } from '../../app/domain/interval'
import { type NanoEuroPerWh, rdiv, toPrice } from '../../app/domain/money'
import { FormatError, type Primitives } from '../../crypto'

/** Market prices in steps of equal length, exact. */
export type PriceTable = {
  readonly start: UtcSeconds
  readonly seconds: number
  /** Nano-euro per Wh. */
  readonly prices: readonly bigint[]
}

export const EXAMPLE_PUBLISHER = 'Musterbörse'

const HEADER = 'time_utc,price_eur_mwh'
const LINE = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:00Z),(-?\d{1,7})(?:\.(\d{1,6}))?$/u
/** 1 EUR/MWh is 1,000 nano-euro per Wh; six decimals leave at most three to round. */
const DECIMALS = 6
const MILLIONTHS_PER_UNIT = 1000n

/**
 * Reads `time_utc,price_eur_mwh`, the form of the market data files; decimal text goes to whole numbers exactly.
 * @throws FormatError naming the line: another form, a step that is missing, doubled or of another length.
 */
export function readPriceTable(csv: string): PriceTable {
  const [header, ...lines] = csv.replaceAll('\r\n', '\n').replace(/\n$/u, '').split('\n')
  if (header !== HEADER) throw new FormatError('not-a-price-table', 'line 1')
  const rows = lines.map(readLine)
  const [first, second] = rows
  if (!first || !second) throw new FormatError('too-few-prices', 'line 2')
  const seconds = second.time - first.time
  rows.forEach((row, index) => {
    if (row.time !== first.time + index * seconds) throw new FormatError('uneven-steps', `line ${index + 2}`)
  })
  return { start: first.time, seconds, prices: rows.map(({ price }) => price) }
}

/**
 * The prices of a period in steps of `seconds`. Steps longer than the table's take the mean of what they cover, rounded
 * by the product's one rule; shorter ones do not exist in the table and are refused.
 * @throws RangeError where the table does not cover the period, or its steps do not divide `seconds`.
 */
export function pricesFor(table: PriceTable, period: Period, seconds: number): readonly NanoEuroPerWh[] {
  const each = seconds / table.seconds
  const first = (period.start - table.start) / table.seconds
  const count = (period.end - period.start) / seconds
  if (!Number.isInteger(each) || !Number.isInteger(first) || !Number.isInteger(count) || first < 0) {
    throw new RangeError('price table: other steps')
  }
  if (first + count * each > table.prices.length) throw new RangeError('price table: ends before the period')
  return Array.from({ length: count }, (_, index) => {
    const covered = table.prices.slice(first + index * each, first + (index + 1) * each)
    return toPrice(
      rdiv(
        covered.reduce((sum, price) => sum + price, 0n),
        BigInt(each)
      )
    )
  })
}

export type Publication = {
  readonly name: string
  readonly publisher: string
  readonly period: Period
  /** Step of the published list. */
  readonly seconds: number
}

/** @param seed of the publisher's key. Secret. */
export function publishList(
  primitives: Primitives,
  seed: Uint8Array,
  table: PriceTable,
  publication: Publication
): SignedFile {
  const { name, publisher, period, seconds } = publication
  const list: IndexList = {
    name,
    publisher,
    currency: 'EUR',
    ...period,
    seconds,
    prices: [...pricesFor(table, period, seconds)]
  }
  return signFile(primitives, 'index', encodeIndexList(list), seed)
}

function readLine(line: string, index: number): { time: UtcSeconds; price: bigint } {
  const [, time, whole, decimals = ''] = LINE.exec(line) ?? []
  const milliseconds = Date.parse(time ?? '')
  if (whole === undefined || Number.isNaN(milliseconds)) throw new FormatError('not-a-price', `line ${index + 2}`)
  const millionths = BigInt(`${whole}${decimals.padEnd(DECIMALS, '0')}`)
  return { time: toUtcSeconds(milliseconds / 1000), price: rdiv(millionths, MILLIONTHS_PER_UNIT) }
}
