/** Files of the Smart Message Language in a recording of an optical head: transport version 1 (BSI TR-03109-1, annex IV). */

export type SmlFrame = {
  /** Messages without escapes and fill bytes. */
  readonly body: Uint8Array
  readonly isRight: boolean
}

/** Longer than any file that a meter sends over its optical head. */
const LONGEST = 16_384
const ESCAPE = 0x1b
const BEGIN = 0x01
const END = 0x1a
const QUAD = 4

export type FrameFinder = {
  /** Frames that are complete now. */
  push(bytes: Uint8Array): readonly SmlFrame[]
}

export function createFrameFinder(): FrameFinder {
  let rest: Uint8Array = new Uint8Array(0)
  return {
    push: (bytes) => {
      const all = new Uint8Array(rest.length + bytes.length)
      all.set(rest)
      all.set(bytes, rest.length)
      const frames: SmlFrame[] = []
      let at = beginOf(all, 0)
      while (at >= 0) {
        const end = endOf(all, at)
        if (end === null) break
        if (end.kind === 'end') frames.push(frameOf(all.subarray(at, end.at)))
        else if (end.kind === 'broken') frames.push({ body: new Uint8Array(0), isRight: false })
        at = beginOf(all, end.at)
      }
      rest = at >= 0 ? all.slice(at) : all.slice(Math.max(0, all.length - 2 * QUAD))
      return frames
    }
  }
}

function isQuad(bytes: Uint8Array, at: number, value: number): boolean {
  for (let index = 0; index < QUAD; index++) if (bytes[at + index] !== value) return false
  return true
}

/** Where a file begins; -1 where none does. */
export function beginOf(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(ESCAPE, from); at >= 0; at = bytes.indexOf(ESCAPE, at + 1)) {
    if (isQuad(bytes, at, ESCAPE) && isQuad(bytes, at + QUAD, BEGIN)) return at
  }
  return -1
}

/** Null while the end may still come. A new beginning before the end breaks the frame. */
function endOf(bytes: Uint8Array, begin: number): { readonly kind: 'end' | 'broken'; readonly at: number } | null {
  for (let at = begin + 2 * QUAD; at + 2 * QUAD <= bytes.length; at++) {
    if (!isQuad(bytes, at, ESCAPE)) continue
    if (bytes[at + QUAD] === END) return { kind: 'end', at: at + 2 * QUAD }
    if (isQuad(bytes, at + QUAD, BEGIN)) return { kind: 'broken', at }
    at += 2 * QUAD - 1
  }
  return bytes.length - begin > LONGEST ? { kind: 'broken', at: begin + 2 * QUAD } : null
}

function frameOf(frame: Uint8Array): SmlFrame {
  const fill = frame[frame.length - 3] ?? 0
  const stated = (frame[frame.length - 2] ?? 0) | ((frame[frame.length - 1] ?? 0) << 8)
  const isRight = fill < QUAD && crc16X25(frame.subarray(0, frame.length - 2)) === stated
  return {
    body: isRight ? unescaped(frame.subarray(2 * QUAD, frame.length - 2 * QUAD), fill) : new Uint8Array(0),
    isRight
  }
}

/** Four escapes inside of messages are sent twice. */
function unescaped(bytes: Uint8Array, fill: number): Uint8Array {
  const out = new Uint8Array(bytes.length)
  let length = 0
  for (let at = 0; at < bytes.length; at++) {
    out[length++] = bytes[at] ?? 0
    if (!isQuad(bytes, at, ESCAPE) || !isQuad(bytes, at + QUAD, ESCAPE)) continue
    for (let index = 1; index < QUAD; index++) out[length++] = ESCAPE
    at += 2 * QUAD - 1
  }
  return out.subarray(0, Math.max(0, length - fill))
}

/** CRC-16/X.25: polynomial 0x1021 reflected, starts at 0xffff, inverted at the end. */
export function crc16X25(bytes: Uint8Array): number {
  let crc = 0xffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x8408 : crc >>> 1
  }
  return crc ^ 0xffff
}
