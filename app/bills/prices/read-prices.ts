/** Prices from a file, as one dense list: a signed price list, or whatever table an exchange or supplier gives out. */

import { FormatError, type Primitives } from '../../../crypto'
import { AppError } from '../../app-error'
import type { PriceUnit, Remark } from '../../contract'
import type { TimeZone } from '../../domain/calendar'
import { type UtcSeconds, toUtcSeconds } from '../../domain/interval'
import { createTextPieces, detectEncoding } from '../../readings/formats/text-encoding'
import { decodeIndexList } from '../documents/index-document'
import { type SignedFile, decodeSignedFile, readBody } from '../documents/signed-file'
import { priceRows } from './price-rows'
import { type PriceChoice, type PriceColumn, priceTable } from './price-table'
import { nanoEuroPerWh } from './price-unit'

/** Nano-euro per Wh, one per step, from `start` on without a gap. */
export type Prices = {
  readonly name: string
  readonly start: UtcSeconds
  readonly seconds: number
  readonly prices: readonly bigint[]
}

export type ReadPrices = {
  readonly name: string
  readonly start: UtcSeconds
  readonly seconds: number
  readonly steps: number
  /** Null while unit or column are open. */
  readonly prices: Prices | null
  readonly unit: PriceUnit | null
  readonly columns: readonly PriceColumn[]
  readonly column: number | null
  readonly remarks: readonly Remark[]
  /** Of a signed price list. */
  readonly signed: SignedFile | null
}

export const MAX_PRICE_FILE_BYTES = 16 * 2 ** 20
const MAX_STEPS = 400_000
const STEPS: readonly number[] = [900, 1800, 3600]
const PRICE_LIMIT = 2n ** 31n
const HEAD_BYTES = 65_536

/**
 * @param name of the file.
 * @param zone whose clock counts where the file names none.
 * @throws AppError prices-none, prices-currency, prices-not-a-price { line }, prices-missing { at }, prices-twice { at },
 *   prices-step { seconds }, prices-too-many { most }, prices-out-of-range; FormatError of a price list that is damaged.
 */
export function readPrices(
  primitives: Primitives,
  name: string,
  bytes: Uint8Array,
  choice: PriceChoice,
  zone: TimeZone
): ReadPrices {
  const text = textOf(bytes)
  if (/^\s*\{\s*"format"\s*:\s*"wattveil-/u.test(text.slice(0, 200))) return signedList(primitives, bytes)
  const table = priceTable(priceRows(text), choice, zone)
  const { seconds, start } = rasterOf(table.starts)
  const { unit, column, columns } = table
  const frame = { name, start, seconds, steps: table.starts.length, unit, column, columns, signed: null }
  if (unit === null || column === null) return { ...frame, prices: null, remarks: table.remarks }
  const converted = table.amounts.map((amount) => nanoEuroPerWh(amount, unit))
  if (converted.some(({ price }) => price <= -PRICE_LIMIT || price >= PRICE_LIMIT)) {
    throw new AppError('prices-out-of-range')
  }
  const inexact = converted.filter(({ exact }) => !exact).length
  const remarks = inexact > 0 ? [{ code: 'prices-rounded', params: { count: inexact } }] : []
  return {
    ...frame,
    prices: { name, start, seconds, prices: converted.map(({ price }) => price) },
    remarks: [...table.remarks.filter(({ code }) => inexact === 0 || code !== 'prices-rounded'), ...remarks]
  }
}

function signedList(primitives: Primitives, bytes: Uint8Array): ReadPrices {
  const signed = decodeSignedFile(primitives, bytes)
  if (signed.kind !== 'index') throw new AppError('prices-none')
  const { name, start, seconds, prices } = decodeIndexList(readBody(signed))
  if (!STEPS.includes(seconds)) throw new AppError('prices-step', { seconds })
  const list = { name, start: toUtcSeconds(start), seconds, prices }
  const frame = { name, start: list.start, seconds, steps: prices.length }
  return { ...frame, prices: list, unit: 'eur-per-mwh', columns: [], column: null, remarks: [], signed }
}

/** One step from each beginning to the next; the last is as long as the others. */
function rasterOf(starts: readonly number[]): { readonly start: UtcSeconds; readonly seconds: number } {
  const [first] = starts
  if (first === undefined || starts.length < 2) throw new AppError('prices-none')
  if (starts.length > MAX_STEPS) throw new AppError('prices-too-many', { most: MAX_STEPS })
  const lengths = starts.slice(1).map((start, index) => start - (starts[index] ?? 0))
  const twice = lengths.indexOf(0)
  if (twice >= 0) throw new AppError('prices-twice', { at: starts[twice] ?? 0 })
  const seconds = lengths.reduce((least, length) => Math.min(least, length), Infinity)
  if (!STEPS.includes(seconds) || first % seconds !== 0) throw new AppError('prices-step', { seconds })
  const gap = lengths.findIndex((length) => length !== seconds)
  if (gap >= 0) throw new AppError('prices-missing', { at: (starts[gap] ?? 0) + seconds })
  return { start: toUtcSeconds(first), seconds }
}

function textOf(bytes: Uint8Array): string {
  const encoding = detectEncoding(bytes.subarray(0, HEAD_BYTES))
  if (encoding === null) throw new AppError('prices-none')
  const pieces = createTextPieces(encoding)
  const text = pieces(bytes) + pieces(undefined)
  if (text.includes('\0')) throw new AppError('prices-none')
  return text.replace(/^\ufeff/u, '')
}

/** What a damaged price list is said to be. */
export function asPriceError(error: unknown): unknown {
  if (!(error instanceof FormatError)) return error
  return new AppError('tariff-file-malformed', { place: error.where, reason: error.code })
}
