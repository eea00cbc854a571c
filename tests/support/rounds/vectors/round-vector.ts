/** What a vector of the rounds is, and the small tools with which they are broken. */

export type RoundVector = {
  /** File name without .json: the message, then what was broken; `good` where nothing is. */
  readonly name: string
  readonly message:
    | 'group'
    | 'enrol'
    | 'end'
    | 'keys'
    | 'roster'
    | 'pads'
    | 'submit'
    | 'refuse'
    | 'published'
    | 'endorse'
    | 'ask'
    | 'board'
    | 'dlist'
    | 'evidence'
    | 'safety-number'
    | 'history'
  readonly what: string
  /** Hex; empty where the vector is about numbers. */
  readonly wire: string
  /** Whatever else is needed to check it. */
  readonly context: Readonly<Record<string, unknown>>
  /** `ok`; `format CODE` where decoding refuses; otherwise the finding of the check. */
  readonly expected: string
}

/** Fields of an LP, without its label. */
export function fieldsOf(bytes: Uint8Array, skip = 1): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const fields: Uint8Array[] = []
  for (let at = 0; at < bytes.length;) {
    const length = view.getUint32(at)
    fields.push(bytes.slice(at + 4, at + 4 + length))
    at += 4 + length
  }
  return fields.slice(skip)
}

/** The first two items exchanged. */
export function swap<Item>(list: readonly Item[]): Item[] {
  const [first, second, ...rest] = list
  return [second!, first!, ...rest]
}

/** Little-endian, 32 bytes, not reduced. */
export function wide(value: bigint): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, index) => Number((value >> BigInt(8 * index)) & 255n))
}
