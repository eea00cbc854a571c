/** Numbers as people type them, as whole numbers: never a float that is then rounded. */

/**
 * @param text     '1.234,56' or '1,234.56'; where only one sign is there and could be either, the language decides
 * @param places   decimal places of the result's unit: 2 for cents of euro
 * @returns null for what is no number, too fine or too large
 */
export function parseDecimal(text: string, places: number, language: 'de' | 'en'): number | null {
  const [, sign = '', digits = ''] = /^([-−]?)([\d.,]+)$/u.exec(text.replace(/[\s'\u00a0\u202f]/gu, '')) ?? []
  const point = pointOf(digits, language)
  const whole = digits.slice(0, point)
  const fraction = digits.slice(point + 1)
  if (!/^\d+$|^\d{1,3}(?:[.,]\d{3})+$/u.test(whole) || !/^\d*$/u.test(fraction) || fraction.length > places) return null
  const value = Number(`${whole.replace(/[.,]/gu, '')}${fraction.padEnd(places, '0')}`)
  if (!Number.isSafeInteger(value)) return null
  return sign === '' || value === 0 ? value : -value
}

/** The same number as it would be typed again. */
export function writeDecimal(value: number | null, places: number, language: 'de' | 'en', least = 0): string {
  if (value === null) return ''
  const digits = String(Math.abs(value)).padStart(places + 1, '0')
  const fraction = digits.slice(digits.length - places).replace(/0+$/u, '')
  const shown = fraction.padEnd(least, '0')
  const whole = digits.slice(0, digits.length - places)
  return `${value < 0 ? '-' : ''}${whole}${shown ? (language === 'de' ? ',' : '.') + shown : ''}`
}

function pointOf(digits: string, language: 'de' | 'en'): number {
  const [comma, dot] = [digits.lastIndexOf(','), digits.lastIndexOf('.')]
  if (comma >= 0 && dot >= 0) return Math.max(comma, dot)
  const own = language === 'de' ? comma : dot
  if (own >= 0) return own
  const other = Math.max(comma, dot)
  const couldBeThousands = /^\d{1,3}(?:[.,]\d{3})+$/u.test(digits)
  return other >= 0 && !couldBeThousands ? other : digits.length
}
