/** What a telegram says of energy: meter, time, registers, and meters that hang on it. */

import { toMeterName } from '../table/meter-of-table'
import { parseAmount } from '../table/parse-amount'
import type { Medium } from '../table/words'

export type TelegramReading = {
  /** Null where the telegram names none. */
  readonly meterId: string | null
  /** By the clock of the meter, and whether it said summer time; null where the telegram has no time. */
  readonly time: { readonly local: number; readonly isSummer: boolean } | null
  /** Whole milliwatt-hours; null where the register is not there. */
  readonly drawn: number | null
  readonly fedIn: number | null
  readonly others: readonly { readonly medium: Medium; readonly name: string }[]
  /** Values with more digits than a milliwatt-hour. */
  readonly rounded: number
}

const LINE = /^(\d{1,3})-(\d{1,3}):(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\*255)?(\([^\r\n]*\))?$/u
/** Types of devices on the M-Bus (EN 13757-3). */
const MEDIA: Readonly<Record<number, Medium>> = {
  3: 'gas',
  4: 'heat',
  6: 'water',
  7: 'water',
  10: 'heat',
  12: 'heat',
  21: 'water'
}

export function decodeTelegram(text: string): TelegramReading {
  const values = new Map<string, string[]>()
  for (const line of text.split(/\r?\n/u)) {
    const match = LINE.exec(line)
    if (!match) continue
    const groups = [...(match[6] ?? '').matchAll(/\(([^()]*)\)/gu)].map((group) => group[1] ?? '')
    values.set(match.slice(1, 6).map(Number).join('.'), groups)
  }
  const notes = { rounded: 0 }
  const first = (...codes: readonly string[]): string | undefined =>
    codes.map((code) => values.get(code)?.[0]).find((value) => value !== undefined && value !== '')
  const meter = first('0.0.42.0.0', '0.0.96.1.1', '0.0.96.1.0', '0.0.96.1.255', '1.0.0.0.0')
  return {
    meterId: meter === undefined ? null : toMeterName(plainText(meter)),
    time: timeOf(first('0.0.1.0.0')),
    drawn: registerOf(values, 1, notes),
    fedIn: registerOf(values, 2, notes),
    others: othersOf(values),
    rounded: notes.rounded
  }
}

/** The register over all tariffs, else the sum of those of the tariffs. */
function registerOf(
  values: ReadonlyMap<string, readonly string[]>,
  group: 1 | 2,
  notes: { rounded: number }
): number | null {
  const read = (tariff: number): number | null => energyIn(values.get(`1.0.${group}.8.${tariff}`)?.[0], notes)
  const total = read(0)
  if (total !== null) return total
  const parts = [1, 2, 3, 4].map(read).filter((part) => part !== null)
  return parts.length === 0 ? null : parts.reduce((sum, part) => sum + part, 0)
}

function energyIn(text: string | undefined, notes: { rounded: number }): number | null {
  const match = /^(\d[\d.]*)\*(k?Wh)$/iu.exec(text ?? '')
  if (!match) return null
  const amount = parseAmount(match[1] ?? '', '.', () => (notes.rounded += 1))
  if (amount === undefined || Number.isNaN(amount)) return null
  return match[2]?.toLowerCase() === 'wh' ? Math.round(amount / 1000) : amount
}

function timeOf(text: string | undefined): TelegramReading['time'] {
  const match = /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})([SW])$/u.exec(text ?? '')
  if (!match) return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number)
  const local = Date.UTC(2000 + year, month - 1, day, hour, minute, second) / 1000
  const back = new Date(local * 1000)
  const isReal =
    back.getUTCMonth() === month - 1 && back.getUTCDate() === day && hour < 24 && minute < 60 && second < 60
  return isReal ? { local, isSummer: match[7] === 'S' } : null
}

function othersOf(values: ReadonlyMap<string, readonly string[]>): TelegramReading['others'] {
  return [1, 2, 3, 4].flatMap((channel) => {
    const medium = MEDIA[Number(values.get(`0.${channel}.24.1.0`)?.[0] ?? NaN)]
    const id = values.get(`0.${channel}.96.1.0`)?.[0] ?? values.get(`0.${channel}.96.1.1`)?.[0] ?? ''
    return medium ? [{ medium, name: toMeterName(plainText(id)) ?? String(channel) }] : []
  })
}

/** Numbers of meters are written as the hexadecimal codes of their characters. */
function plainText(text: string): string {
  if (!/^(?:[0-9A-Fa-f]{2}){6,}$/u.test(text)) return text
  const plain = text.replace(/../gu, (pair) => String.fromCharCode(Number.parseInt(pair, 16)))
  return /^[0-9A-Za-z ._-]+$/u.test(plain) ? plain : text
}
