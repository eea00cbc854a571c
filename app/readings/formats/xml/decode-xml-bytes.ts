/** Bytes of an XML document as text, piece by piece, in the encoding that its first bytes state (XML 1.0, appendix F). */

import { AppError } from '../../../app-error'

/** Bytes that are looked at for the declaration; it comes first and is short. */
const LOOK = 256

const MARKS: readonly { readonly bytes: readonly number[]; readonly encoding: string }[] = [
  { bytes: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
  { bytes: [0xff, 0xfe], encoding: 'utf-16le' },
  { bytes: [0xfe, 0xff], encoding: 'utf-16be' },
  { bytes: [0x3c, 0x00], encoding: 'utf-16le' },
  { bytes: [0x00, 0x3c], encoding: 'utf-16be' }
]

/** What files of meters declare; anything else is refused rather than misread. */
const DECLARED: Readonly<Record<string, string>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'us-ascii': 'utf-8',
  'iso-8859-1': 'windows-1252',
  'windows-1252': 'windows-1252'
}

export type XmlBytes = {
  /** @throws AppError xml-encoding { encoding }, file-not-text { line: 1 }. */
  write(bytes: Uint8Array): string
  end(): string
}

export function createXmlBytes(): XmlBytes {
  let waiting: Uint8Array | null = new Uint8Array(0)
  let decoder: InstanceType<typeof TextDecoder> | null = null
  const decode = (bytes?: Uint8Array): string => {
    if (!decoder) throw new TypeError('xml: no decoder yet')
    try {
      return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode()
    } catch {
      throw new AppError('file-not-text', { line: 1 })
    }
  }
  const start = (beginning: Uint8Array): string => {
    decoder = new TextDecoder(encodingOf(beginning), { fatal: true })
    waiting = null
    return decode(beginning)
  }
  return {
    write: (bytes) => {
      if (!waiting) return decode(bytes)
      waiting = joined(waiting, bytes)
      return waiting.length < LOOK ? '' : start(waiting)
    },
    end: () => (waiting ? start(waiting) : '') + decode()
  }
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length)
  both.set(one)
  both.set(other, one.length)
  return both
}

function encodingOf(beginning: Uint8Array): string {
  const mark = MARKS.find(({ bytes }) => bytes.every((byte, index) => beginning[index] === byte))
  if (mark) return mark.encoding
  const text = String.fromCharCode(...beginning.subarray(0, LOOK))
  const declared = /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z][\w.-]{0,39})["']/u.exec(text)?.[1]
  if (declared === undefined) return 'utf-8'
  const encoding = DECLARED[declared.toLowerCase()]
  if (encoding === undefined) throw new AppError('xml-encoding', { encoding: declared })
  return encoding
}
