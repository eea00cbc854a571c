/**
 * What the text of a bill seems to say, German or English. Only an offer: the person confirms every field, so a guess
 * may be missing but is never taken for granted.
 */

import type { OrdinaryLine, OrdinaryProposal } from '../../contract'
import { toLocalDate } from '../../domain/calendar'

const MONEY = String.raw`(-?\d{1,3}(?:[.'\u00a0 ]\d{3})*,\d{2}|-?\d{1,3}(?:,\d{3})*\.\d{2}|-?\d+[.,]\d{2})`
const NUMBER = String.raw`(-?\d[\d.,'\u00a0]*)`
const DAY = String.raw`(\d{1,2}\.\s?\d{1,2}\.\s?\d{4}|\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4})`
const CURRENCY = String.raw`(?:€|EUR|Euro)`

const NUMBER_LABEL =
  /(?:rechnungs?\s*-?\s*(?:nummer|nr\.?)|rechnung\s+nr\.?|invoice\s*(?:number|no\.?)|bill\s*(?:number|no\.?))\s*:?\s*([A-Z0-9][A-Z0-9/_.-]{2,39})/iu
const PERIOD = new RegExp(String.raw`${DAY}\s*(?:-|–|bis(?:\s+zum)?|to|until)\s*${DAY}`, 'iu')
const TOTAL = new RegExp(
  String.raw`(?:rechnungsbetrag|gesamtbetrag|bruttobetrag|zu zahlen|zahlbetrag|amount due|total due|total to pay|invoice total)[^\n]*?${MONEY}\s*${CURRENCY}?\s*$`,
  'imu'
)
const NET = new RegExp(
  String.raw`(?:nettobetrag|summe netto|netto(?:summe)?|net (?:amount|total)|total before vat)[^\n]*?${MONEY}\s*${CURRENCY}?\s*$`,
  'imu'
)
const VAT = new RegExp(
  String.raw`(?:umsatzsteuer|mehrwertsteuer|mwst\.?|ust\.?|vat)\D*?(\d{1,2}(?:[.,]\d{1,2})?)\s*%[^\n]*?${MONEY}\s*${CURRENCY}?\s*$`,
  'imu'
)
const ENERGY_LINE = new RegExp(
  String.raw`^(.*?)\s*${NUMBER}\s*kWh\b[^\n]*?${NUMBER}\s*(ct|cent|c|€|EUR)\s*(?:/|je|pro|per)\s*kWh[^\n]*?${MONEY}\s*${CURRENCY}?\s*$`,
  'iu'
)
const AMOUNT_LINE = new RegExp(
  String.raw`^(.*?(?:grundpreis|grundgebühr|messstellenbetrieb|messentgelt|zählermiete|standing charge|basic charge|metering)[^\n]*?)\s+${MONEY}\s*${CURRENCY}?\s*$`,
  'iu'
)
const REGISTERS = new RegExp(
  String.raw`(?:zählerst(?:and|ände)|meter readings?)[^\n]*?${NUMBER}\s*(?:kWh)?\s*(?:-|–|bis|to|→)\s*${NUMBER}`,
  'iu'
)
const LEVY_NAMES = /umlage|steuer|abgabe|netz|konzession|levy|tax|network/iu
const SUPPLIER =
  /\b([\p{Lu}][\p{L}&.-]*(?:\s+[\p{Lu}&][\p{L}&.-]*){0,4}\s+(?:GmbH(?:\s*&\s*Co\.?\s*KG)?|AG|KG|eG|SE|Ltd\.?|plc))\b/u

const MOST_LINES = 40
const LONGEST_TEXT = 200_000

export function proposeBill(text: string): OrdinaryProposal {
  // Long runs of one sign are nobody's bill, and slow to look through.
  const lines = text
    .slice(0, LONGEST_TEXT)
    .split('\n')
    .map((line) => line.slice(0, 400).replaceAll('\0', ' ').replace(/\s+/gu, ' ').trim())
  const whole = lines.join('\n')
  const period = PERIOD.exec(whole)
  const [first, last] = [dayOf(period?.[1]), dayOf(period?.[2])]
  const vat = VAT.exec(whole)
  const registers = REGISTERS.exec(whole)
  return {
    supplier: (SUPPLIER.exec(whole)?.[1] ?? null)?.slice(0, 200) ?? null,
    number: NUMBER_LABEL.exec(whole)?.[1] ?? null,
    first: first !== null && last !== null && first <= last ? first : null,
    last: first !== null && last !== null && first <= last ? last : null,
    lines: lines.flatMap(lineOf).slice(0, MOST_LINES),
    registerStart: scaled(registers?.[1], 6),
    registerEnd: scaled(registers?.[2], 6),
    net: scaled(NET.exec(whole)?.[1], 2),
    vatRate: rateOf(vat?.[1]),
    vat: scaled(vat?.[2], 2),
    total: scaled(TOTAL.exec(whole)?.[1], 2)
  }
}

function lineOf(line: string): OrdinaryLine[] {
  const energy = ENERGY_LINE.exec(line)
  if (energy) {
    const name = nameOf(energy[1])
    // Cents have seven, euro nine places above the nano-euro.
    const places = /^(?:ct|cent|c)$/iu.test(energy[4] ?? '') ? 7 : 9
    const amount = scaled(energy[5], 2)
    if (amount === null) return []
    const kind = LEVY_NAMES.test(name) ? 'levy' : 'energy'
    return [{ name, kind, energy: scaled(energy[2], 6), price: scaled(energy[3], places), amount }]
  }
  const fee = AMOUNT_LINE.exec(line)
  const amount = scaled(fee?.[2], 2)
  return fee && amount !== null ? [{ name: nameOf(fee[1]), kind: 'other', energy: null, price: null, amount }] : []
}

function nameOf(text: string | undefined): string {
  return (text ?? '')
    .replace(/[\s:.,–-]+$/u, '')
    .trim()
    .slice(0, 100)
}

/** A decimal number in either style as a whole number of 10^-places; null for what is none, or not exact. */
export function scaled(text: string | undefined, places: number): number | null {
  const match = /^(-?)([\d.,'\u00a0 ]+)$/u.exec((text ?? '').trim())
  if (!match) return null
  const digits = (match[2] ?? '').replace(/['\u00a0 ]/gu, '')
  const point = decimalPoint(digits)
  const whole = digits.slice(0, point).replace(/[.,]/gu, '')
  const fraction = digits.slice(point + 1)
  if (!/^\d{1,9}$/u.test(whole) || !/^\d*$/u.test(fraction) || fraction.length > places) return null
  const value = Number(whole) * 10 ** places + Number(fraction.padEnd(places, '0') || '0')
  if (!Number.isSafeInteger(value)) return null
  return match[1] === '-' ? -value : value
}

/** Where the decimals begin; a single sign before exactly three digits separates thousands. */
function decimalPoint(digits: string): number {
  const last = Math.max(digits.lastIndexOf(','), digits.lastIndexOf('.'))
  if (last < 0) return digits.length
  const signs = digits.replace(/\d/gu, '')
  const mixed = new Set(signs).size > 1
  const thousands = digits.length - last === 4 && !mixed && (signs.length > 1 || !digits.startsWith('0'))
  return thousands ? digits.length : last
}

function rateOf(text: string | undefined): number | null {
  const rate = scaled(text, 2)
  return rate !== null && rate >= 0 && rate <= 10_000 ? rate : null
}

function dayOf(text: string | undefined): string | null {
  const [, a = '', b = '', c = ''] = /^(\d{1,4})[./-]\s?(\d{1,2})[./-]\s?(\d{1,4})$/u.exec(text ?? '') ?? []
  const [year, month, day] = a.length === 4 ? [a, b, c] : [c, b, a]
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  try {
    return toLocalDate(date)
  } catch {
    return null
  }
}
