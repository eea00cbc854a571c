/** Telegrams of a P1 port in a recording: from `/` to `!` and the checksum, whatever stands before and between. */

export type Telegram = {
  readonly text: string
  /** Of its first character, counted from 1. */
  readonly line: number
  readonly checksum: 'right' | 'none' | 'wrong'
}

/** Longer than any telegram with its messages and histories. */
const LONGEST = 32_768
const BEGIN = /(?:^|\n)\/[A-Za-z]{3}[^\n]{0,120}\n/u

export type TelegramFinder = {
  /** Telegrams that are complete now. @param text one character per byte. */
  push(text: string): readonly Telegram[]
  /** Beginnings without an end. */
  readonly incomplete: () => number
}

export function createTelegramFinder(): TelegramFinder {
  const state = { rest: '', line: 1, incomplete: 0 }
  const skip = (length: number): void => {
    for (let at = state.rest.indexOf('\n'); at >= 0 && at < length; at = state.rest.indexOf('\n', at + 1))
      state.line += 1
    state.rest = state.rest.slice(length)
  }
  const next = (): Telegram | null => {
    for (;;) {
      const begin = BEGIN.exec(state.rest)
      if (!begin) {
        if (state.rest.length > LONGEST) skip(state.rest.length - 256)
        return null
      }
      skip(begin.index + (begin[0].startsWith('\n') ? 1 : 0))
      const end = /\n!([0-9A-Fa-f]{0,4})[ \t]*\r?\n/u.exec(state.rest.slice(0, LONGEST))
      const again = BEGIN.exec(state.rest.slice(1))
      if (end && (!again || again.index + 1 > end.index)) {
        const text = state.rest.slice(0, end.index + 2)
        const telegram = { text, line: state.line, checksum: judge(text, end[1] ?? '') }
        skip(end.index + end[0].length)
        return telegram
      }
      if (!again && state.rest.length < LONGEST) return null
      state.incomplete += 1
      skip(again ? again.index + 1 : LONGEST)
    }
  }
  return {
    push: (text) => {
      state.rest += text
      const found: Telegram[] = []
      for (let telegram = next(); telegram; telegram = next()) found.push(telegram)
      return found
    },
    incomplete: () => state.incomplete
  }
}

/** The checksum is over CR LF; recordings often have lost the CR (docs/readings.md 4). */
function judge(text: string, stated: string): Telegram['checksum'] {
  if (stated === '') return 'none'
  const value = Number.parseInt(stated, 16)
  return [text, text.replace(/\r?\n/gu, '\r\n')].some((form) => crc16(form) === value) ? 'right' : 'wrong'
}

/** CRC-16/ARC: polynomial 0x8005 reflected, starts at 0 (DSMR 5.0.2, section 5.12). */
export function crc16(text: string): number {
  let crc = 0
  for (let at = 0; at < text.length; at++) {
    crc ^= text.charCodeAt(at) & 0xff
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xa001 : crc >>> 1
  }
  return crc
}
