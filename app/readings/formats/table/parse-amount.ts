/** A cell with a number as whole millionths of its unit: exact, as safe integers in plain numbers for speed (ADR 18). */

/** Millionths of the unit, NaN where the cell says that there is no value, undefined where it is no number. */
export type Parsed = number | undefined

export type DecimalMark = ',' | '.'

/** Characters of a number with all its digits; what is longer is none, and is not searched for one. */
const LONGEST = 64
const PLACES = 6
const MILLION = 1_000_000
const MISSING = /^(?:|-|--|–|n\/?a|nan|null|none|k\.?\s?a\.?|#n\/a|geen verbruik|no consumption)$/iu
const POINT = /^([+-]?)(\d{1,12})(?:\.(\d+))?$/u
const COMMA = /^([+-]?)(\d{1,12})(?:,(\d+))?$/u
const EXPONENT = /^([+-]?)(\d{1,12})[.,]?(\d*)[eE]([+-]?\d{1,3})$/u

/** @param onRounded told where digits beyond a millionth were cut off by rounding. */
export function parseAmount(cell: string, mark: DecimalMark, onRounded: () => void): Parsed {
  if (cell === '') return NaN
  if (cell.length > LONGEST) return undefined
  const form = mark === ',' ? COMMA : POINT
  const match = form.exec(cell) ?? form.exec(withoutGroups(cell, mark))
  if (match) return scaled(match[1] === '-', match[2] ?? '0', match[3] ?? '', onRounded)
  if (MISSING.test(cell)) return NaN
  const exponent = EXPONENT.exec(cell)
  return exponent ? shifted(exponent, onRounded) : undefined
}

function scaled(isNegative: boolean, whole: string, fraction: string, onRounded: () => void): number | undefined {
  let value = Number(whole) * MILLION
  if (fraction !== '') {
    value += Number(fraction.length === PLACES ? fraction : fraction.padEnd(PLACES, '0').slice(0, PLACES))
    if (fraction.length > PLACES) {
      const rest = fraction.slice(PLACES)
      if (/[1-9]/u.test(rest)) onRounded()
      if (rest >= '5') value += 1
    }
  }
  if (!Number.isSafeInteger(value)) return undefined
  return isNegative && value !== 0 ? -value : value
}

/** 0E-20, 1.2E-3: the point is moved in the text, so nothing passes a float. */
function shifted(match: RegExpExecArray, onRounded: () => void): number | undefined {
  const [, sign, whole = '0', fraction = '', power = '0'] = match
  const digits = whole + fraction
  const point = whole.length + Number(power)
  if (/^0*$/u.test(digits)) return 0
  if (point > 12 || point < -20) return point > 12 ? undefined : scaled(sign === '-', '0', '0000001', onRounded)
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0')
  const cut = point <= 0 ? 1 : point
  return scaled(sign === '-', padded.slice(0, cut), padded.slice(cut), onRounded)
}

/** Thousands in groups of three, a unit behind the number, a typographic minus, a minus behind the number. */
function withoutGroups(cell: string, mark: DecimalMark): string {
  const text = withoutUnit(cell)
    .replace(/^[\u2212\u2013]/u, '-')
    .replace(/^(\d.*?) ?-$/u, '-$1')
  const group =
    mark === ','
      ? /^[+-]?[1-9]\d{0,2}(?:[. '\u00a0\u202f]\d{3})+(?:,\d+)?$/u
      : /^[+-]?[1-9]\d{0,2}(?:[, '\u00a0\u202f]\d{3})+(?:\.\d+)?$/u
  if (!group.test(text)) return text
  return mark === ',' ? text.replace(/[. '\u00a0\u202f]/gu, '') : text.replace(/[, '\u00a0\u202f]/gu, '')
}

function withoutUnit(cell: string): string {
  return cell.replace(/\s*[kM]?W[hH]?$/u, '')
}

/** Which mark parts the decimals, judged by all number-like cells; null where nothing tells. */
export function decimalMarkOf(cells: readonly string[]): DecimalMark | null {
  const votes = { ',': 0, '.': 0 }
  for (const cell of cells) {
    if (cell.length > LONGEST) continue
    const match = /^[+-]?(\d+(?:[.,]\d+)*?)([.,])(\d+)-?$/u.exec(withoutUnit(cell))
    if (!match) continue
    const [, whole = '', mark = '', fraction = ''] = match
    const isOther = /[.,]/u.test(whole)
    const certain = fraction.length !== 3 || /^0+$/u.test(whole) || whole.length > 3
    if (isOther && !whole.includes(mark)) votes[mark as DecimalMark] += 100
    else if (!isOther && certain) votes[mark as DecimalMark] += 1
  }
  if (votes[','] === votes['.']) return null
  return votes[','] > votes['.'] ? ',' : '.'
}
