/** The binary encoding of SML messages: octet strings, integers, booleans and lists (BSI TR-03109-1, annex IV, 6). */

import { FormatError } from '../../../../crypto'

export type SmlValue = null | boolean | bigint | Uint8Array | readonly SmlValue[]

const DEEPEST = 12
const MOST_VALUES = 4096

/** All messages of a file. @throws FormatError sml-value for what is no such encoding. */
export function decodeSml(bytes: Uint8Array): SmlValue[] {
  const state = { at: 0, count: 0 }
  const messages: SmlValue[] = []
  while (state.at < bytes.length) {
    // Fill bytes and ends of messages.
    if (bytes[state.at] === 0) state.at += 1
    else messages.push(valueAt(bytes, state, 0))
  }
  return messages
}

function valueAt(bytes: Uint8Array, state: { at: number; count: number }, depth: number): SmlValue {
  if (depth > DEEPEST || (state.count += 1) > MOST_VALUES) throw bad(state.at)
  const first = byteAt(bytes, state)
  if (first === 0) return null
  const type = (first >> 4) & 0x7
  let [length, heads, byte] = [first & 0x0f, 1, first]
  while (byte & 0x80) {
    byte = byteAt(bytes, state)
    length = length * 16 + (byte & 0x0f)
    heads += 1
    if (heads > 4) throw bad(state.at)
  }
  if (type === 7) {
    const list: SmlValue[] = []
    for (let index = 0; index < length; index++) list.push(valueAt(bytes, state, depth + 1))
    return list
  }
  const size = length - heads
  if (size < 0 || state.at + size > bytes.length) throw bad(state.at)
  const content = bytes.subarray(state.at, state.at + size)
  state.at += size
  if (type === 0) return size === 0 ? null : content
  if (type === 4 && size === 1) return content[0] !== 0
  if ((type === 5 || type === 6) && size >= 1 && size <= 8) return integerOf(content, type === 5)
  throw bad(state.at)
}

function integerOf(bytes: Uint8Array, isSigned: boolean): bigint {
  let value = 0n
  for (const byte of bytes) value = (value << 8n) | BigInt(byte)
  return isSigned ? BigInt.asIntN(bytes.length * 8, value) : value
}

function byteAt(bytes: Uint8Array, state: { at: number }): number {
  const byte = bytes[state.at]
  if (byte === undefined) throw bad(state.at)
  state.at += 1
  return byte
}

function bad(at: number): FormatError {
  return new FormatError('sml-value', String(at))
}
