/** Safety numbers as people read, type and scan them. */

const DIGITS = 30
const GROUP = /\d{5}/gu
/** In front of the digits in a QR code, so that a phone shows what it has read. */
const PREFIX = 'WATTVEIL '

/** Six groups of five. */
export function spokenGroups(safetyNumber: string): readonly string[] {
  return safetyNumber.match(GROUP) ?? []
}

export function scannedText(safetyNumber: string): string {
  return PREFIX + safetyNumber
}

/** The thirty digits in what somebody typed or pasted; null while there are not that many, or more. */
export function readSafetyNumber(text: string): string | null {
  const digits = text.replace(/\D/gu, '')
  return digits.length === DIGITS ? digits : null
}
