/** The published list of index prices: dense, in steps of equal length, signed by its publisher. */

import { z } from 'zod'
import { FormatError } from '../../../crypto'
import { SECONDS_PER_DAY } from '../../domain/interval'
import { count, currency, decodeWith, price, text, time } from './fields'
import type { StrictJson } from './strict-json'
import { writeStrictJson } from './write-json'

const MAX_STEPS = 100_000

export const indexSchema = z.strictObject({
  name: text(),
  publisher: text(),
  currency,
  start: time,
  end: time,
  /** Length of one step: a price missing or doubled changes the number of prices and is found. */
  seconds: count(60, SECONDS_PER_DAY),
  prices: z.array(price).min(1).max(MAX_STEPS)
})

export type IndexList = z.output<typeof indexSchema>

/** @throws FormatError; index-count when the prices do not fill start to end exactly. */
export function decodeIndexList(body: StrictJson): IndexList {
  const list = decodeWith(indexSchema, body, 'index')
  if (list.end - list.start !== list.prices.length * list.seconds) throw new FormatError('index-count', 'index.prices')
  if (list.start % list.seconds !== 0) throw new FormatError('off-raster', 'index.start')
  return list
}

export function encodeIndexList(list: IndexList): Uint8Array {
  return writeStrictJson(list)
}
