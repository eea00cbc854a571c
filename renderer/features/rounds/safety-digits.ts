/** Safety numbers as people read, type and scan them. */

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
