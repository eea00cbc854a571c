/** Which encoding a text file has, and its text: UTF-8, UTF-16 or, for what is neither, Windows-1252. */

export type TextEncodingName = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

/** Bytes to text piece by piece; `undefined` ends the text. Never throws but in strict UTF-8. */
export type TextPieces = (bytes: Uint8Array | undefined) => string

/** 0x80 to 0x9f of Windows-1252; the five that are not assigned stay control characters. */
const CP1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

/** The encoding of a file that begins like this; null where the bytes are no text, as with a NUL among the characters. */
export function detectEncoding(head: Uint8Array): TextEncodingName | null {
  const zeros = zerosOf(head)
  const wide = wideEncoding(head, zeros)
  if (wide !== null) return hasWideNul(head) ? null : wide
  if (zeros.even + zeros.odd > 0) return null
  if (isUtf8(head)) return 'utf-8'
  return hasControls(head) ? null : 'windows-1252'
}

function wideEncoding(head: Uint8Array, { even, odd }: ReturnType<typeof zerosOf>): TextEncodingName | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  if (odd > head.length / 5 && even === 0) return 'utf-16le'
  return even > head.length / 5 && odd === 0 ? 'utf-16be' : null
}

function hasWideNul(bytes: Uint8Array): boolean {
  for (let at = 0; at + 1 < bytes.length; at += 2) if (bytes[at] === 0 && bytes[at + 1] === 0) return true
  return false
}

/** Text of a whole piece of a file, without its byte order mark; empty where the bytes are no text. */
export function textOfHead(head: Uint8Array): string {
  const encoding = detectEncoding(head)
  if (encoding === null) return ''
  return createTextPieces(encoding)(head).replace(/^\ufeff/u, '')
}

/** @param isStrict UTF-8 that is none throws a TypeError. */
export function createTextPieces(encoding: TextEncodingName, isStrict = false): TextPieces {
  if (encoding === 'windows-1252') return (bytes) => (bytes ? windowsText(bytes) : '')
  const decoder = new TextDecoder(encoding === 'utf-8' ? 'utf-8' : 'utf-16le', { fatal: isStrict })
  if (encoding !== 'utf-16be') return (bytes) => (bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode())
  let odd: number | null = null
  return (bytes) => {
    if (!bytes) return decoder.decode()
    const all = odd === null ? bytes : Uint8Array.of(odd, ...bytes)
    odd = all.length % 2 === 1 ? (all[all.length - 1] ?? null) : null
    return decoder.decode(swapped(all), { stream: true })
  }
}

function swapped(bytes: Uint8Array): Uint8Array {
  const even = new Uint8Array(bytes.length - (bytes.length % 2))
  for (let at = 0; at < even.length; at += 2) {
    even[at] = bytes[at + 1] ?? 0
    even[at + 1] = bytes[at] ?? 0
  }
  return even
}

function windowsText(bytes: Uint8Array): string {
  const parts: string[] = []
  for (let at = 0; at < bytes.length; at += 8192) {
    const codes = Array.from(bytes.subarray(at, at + 8192), (byte) =>
      byte >= 0x80 && byte < 0xa0 ? CP1252.charCodeAt(byte - 0x80) : byte
    )
    parts.push(String.fromCharCode(...codes))
  }
  return parts.join('')
}

function zerosOf(bytes: Uint8Array): { readonly even: number; readonly odd: number } {
  let [even, odd] = [0, 0]
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] !== 0) continue
    if (at % 2 === 0) even += 1
    else odd += 1
  }
  return { even, odd }
}

/** The beginning of a file may end inside a character. */
function isUtf8(head: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
    return true
  } catch {
    return false
  }
}

/** Text has line ends and tabs; a picture or a program has all the others too. */
function hasControls(head: Uint8Array): boolean {
  return head.some((byte) => (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) || byte === 0x7f)
}
