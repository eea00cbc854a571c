/**
 * The JSON of signed documents: one text, one meaning. Refuses what JSON.parse lets through and what lets two
 * programs read two things in the same bytes: names that occur twice, numbers (all are decimal text), half
 * surrogates, bytes that are not UTF-8, a byte order mark; and bounds depth and size (docs/attacks.md B17).
 */

import { FormatError } from '../../../crypto'

export type StrictJson = string | boolean | null | readonly StrictJson[] | { readonly [name: string]: StrictJson }

export type JsonLimits = {
  readonly maxBytes: number
  readonly maxDepth: number
  /** Values of every kind, together. */
  readonly maxValues: number
}

type Reader = { readonly text: string; readonly limits: JsonLimits; at: number; values: number }

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t'
}
const LONE_SURROGATE = /\p{Surrogate}/u
const QUOTE = 0x22
const BACKSLASH = 0x5c

/** @throws FormatError: too-large, not-utf-8, not-json, number-not-text, duplicate-name, too-deep, too-many-values. */
export function readStrictJson(bytes: Uint8Array, limits: JsonLimits): StrictJson {
  if (bytes.length > limits.maxBytes) throw new FormatError('too-large', 'document')
  const reader: Reader = { text: decodeUtf8(bytes), limits, at: 0, values: 0 }
  skipSpace(reader)
  const value = readValue(reader, 0)
  skipSpace(reader)
  if (reader.at !== reader.text.length) throw notJson(reader)
  return value
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    // With ignoreBOM the mark stays in the text, where it is no JSON.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new FormatError('not-utf-8', 'document')
  }
}

function readValue(reader: Reader, depth: number): StrictJson {
  if (depth > reader.limits.maxDepth) throw new FormatError('too-deep', 'document')
  if (++reader.values > reader.limits.maxValues) throw new FormatError('too-many-values', 'document')
  const next = reader.text[reader.at]
  if (next === '"') return readText(reader)
  if (next === '{') return readObject(reader, depth)
  if (next === '[') return readArray(reader, depth)
  if (next === '-' || (next !== undefined && next >= '0' && next <= '9')) {
    throw new FormatError('number-not-text', `document at ${reader.at}`)
  }
  return readWord(reader)
}

function readWord(reader: Reader): boolean | null {
  for (const [word, value] of [
    ['true', true],
    ['false', false],
    ['null', null]
  ] as const) {
    if (!reader.text.startsWith(word, reader.at)) continue
    reader.at += word.length
    return value
  }
  throw notJson(reader)
}

function readObject(reader: Reader, depth: number): StrictJson {
  const members = new Map<string, StrictJson>()
  reader.at++
  skipSpace(reader)
  while (reader.text[reader.at] !== '}') {
    if (members.size > 0) expect(reader, ',')
    if (reader.text[reader.at] !== '"') throw notJson(reader)
    const name = readText(reader)
    if (members.has(name)) throw new FormatError('duplicate-name', `document at ${reader.at}`)
    expect(reader, ':')
    members.set(name, readValue(reader, depth + 1))
    skipSpace(reader)
  }
  reader.at++
  // Object.fromEntries defines own properties, so even __proto__ stays a plain, refusable name.
  return Object.fromEntries(members)
}

function readArray(reader: Reader, depth: number): readonly StrictJson[] {
  const items: StrictJson[] = []
  reader.at++
  skipSpace(reader)
  while (reader.text[reader.at] !== ']') {
    if (items.length > 0) expect(reader, ',')
    items.push(readValue(reader, depth + 1))
    skipSpace(reader)
  }
  reader.at++
  return items
}

/** One separator with the space on both sides of it. */
function expect(reader: Reader, sign: ',' | ':'): void {
  skipSpace(reader)
  if (reader.text[reader.at] !== sign) throw notJson(reader)
  reader.at++
  skipSpace(reader)
}

function readText(reader: Reader): string {
  const { text } = reader
  let start = ++reader.at
  let read = ''
  let isEscaped = false
  for (;;) {
    const code = text.charCodeAt(reader.at)
    if (code === QUOTE) break
    // NaN, the end of the text, is not >= 0x20 either.
    if (!(code >= 0x20)) throw notJson(reader)
    if (code === BACKSLASH) {
      isEscaped = true
      read += text.slice(start, reader.at) + readEscape(reader)
      start = reader.at
    } else reader.at++
  }
  read += text.slice(start, reader.at++)
  // UTF-8 has no half pairs; only an escape can write one.
  if (isEscaped && LONE_SURROGATE.test(read)) throw new FormatError('ill-formed-text', `document at ${start}`)
  return read
}

function readEscape(reader: Reader): string {
  const letter = reader.text[reader.at + 1] ?? ''
  if (letter === 'u') {
    const digits = reader.text.slice(reader.at + 2, reader.at + 6)
    if (!/^[0-9a-fA-F]{4}$/u.test(digits)) throw notJson(reader)
    reader.at += 6
    return String.fromCharCode(Number.parseInt(digits, 16))
  }
  const meaning = Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : undefined
  if (meaning === undefined) throw notJson(reader)
  reader.at += 2
  return meaning
}

function skipSpace(reader: Reader): void {
  for (;;) {
    const code = reader.text.charCodeAt(reader.at)
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return
    reader.at++
  }
}

function notJson(reader: Reader): FormatError {
  return new FormatError('not-json', `document at ${reader.at}`)
}
