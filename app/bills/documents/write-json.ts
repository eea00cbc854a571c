/** The writing side of strict-json.ts: whole numbers become decimal text, bytes become hexadecimal. */

import { toHex, utf8 } from '../../../crypto'

export type Writable =
  | string
  | number
  | bigint
  | boolean
  | null
  | Uint8Array
  | readonly Writable[]
  /** What is undefined is left out. */
  | { readonly [name: string]: Writable | undefined }

/** Compact UTF-8 JSON in the order of the fields given. @throws RangeError for a number that is not a safe integer. */
export function writeStrictJson(value: Writable): Uint8Array {
  return utf8(JSON.stringify(textual(value)))
}

function textual(value: Writable): unknown {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new RangeError('json: whole numbers only')
    return String(value)
  }
  if (value instanceof Uint8Array) return toHex(value)
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map((item: Writable) => textual(item))
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) => (item === undefined ? [] : [[name, textual(item)]]))
  )
}
