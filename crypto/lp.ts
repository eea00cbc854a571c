/**
 * LP, the one container for bytes that are hashed, signed or sent (docs/protocol/primitives.md 4): each field is
 * its length as u32, then itself. No two lists of fields have the same bytes.
 */
import { utf8 } from './bytes'
import { FormatError } from './format-error'
import { isTag, type Tag } from './tags'

const LENGTH_BYTES = 4

/** What a reader is prepared to take; nothing is allocated beyond it (docs/attacks.md R2, R22). */
export type LpLimits = {
  /** Bytes of the whole container. */
  readonly maxBytes: number
  /** Fields, the tag included. */
  readonly maxFields: number
}

/** LP of the label and the fields: the form of everything hashed or signed. */
export function lp(tag: Tag, ...fields: readonly Uint8Array[]): Uint8Array {
  return lpList(utf8(tag), ...fields)
}

/** LP without a label: only for wire containers such as LP(body, signature), whose body has one. */
export function lpList(...fields: readonly Uint8Array[]): Uint8Array {
  const container = new Uint8Array(fields.reduce((total, field) => total + LENGTH_BYTES + field.length, 0))
  const lengths = new DataView(container.buffer)
  let offset = 0
  for (const field of fields) {
    if (field.length > 0xffffffff) throw new RangeError('lp: field longer than u32 can say')
    lengths.setUint32(offset, field.length)
    container.set(field, offset + LENGTH_BYTES)
    offset += LENGTH_BYTES + field.length
  }
  return container
}

/**
 * Splits a labelled container.
 * @returns the label and the fields after it, as views into `bytes`.
 * @throws FormatError when a limit is passed, a length points outside, bytes are left over, or the
 *   first field is not one of the labels (docs/attacks.md K12).
 */
export function readLp(bytes: Uint8Array, limits: LpLimits): { tag: Tag; fields: Uint8Array[] } {
  const [label, ...fields] = lpFields(bytes, limits)
  const tag = label === undefined ? '' : asciiText(label)
  if (!isTag(tag)) throw new FormatError('unknown-tag', 'lp')
  return { tag, fields }
}

/**
 * Splits a container that must carry one given label.
 * @param fieldCount fields expected after the label; any number within the limits when left out.
 * @throws FormatError as `readLp`, and for another label or number of fields.
 */
export function readLpAs(tag: Tag, bytes: Uint8Array, limits: LpLimits, fieldCount?: number): Uint8Array[] {
  const { tag: found, fields } = readLp(bytes, limits)
  if (found !== tag) throw new FormatError('wrong-tag', 'lp')
  if (fieldCount !== undefined && fields.length !== fieldCount) {
    throw new FormatError('wrong-field-count', 'lp')
  }
  return fields
}

/**
 * Splits a container without a label.
 * @returns the fields, as views into `bytes`.
 * @throws FormatError when a limit is passed, a length points outside, or bytes are left over.
 */
export function lpFields(bytes: Uint8Array, limits: LpLimits): Uint8Array[] {
  if (bytes.length > limits.maxBytes) throw new FormatError('too-long', 'lp')
  const lengths = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const fields: Uint8Array[] = []
  for (let offset = 0; offset < bytes.length;) {
    if (fields.length === limits.maxFields) throw new FormatError('too-many-fields', 'lp')
    if (bytes.length - offset < LENGTH_BYTES) throw new FormatError('truncated', 'lp')
    const start = offset + LENGTH_BYTES
    const end = start + lengths.getUint32(offset)
    if (end > bytes.length) throw new FormatError('truncated', 'lp')
    fields.push(bytes.subarray(start, end))
    offset = end
  }
  return fields
}

/** Labels are ASCII; anything else becomes a text that no label equals. */
function asciiText(field: Uint8Array): string {
  return field.length > 64 ? '' : String.fromCharCode(...field)
}
