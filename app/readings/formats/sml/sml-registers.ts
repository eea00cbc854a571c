/** Registers of energy in the messages of an SML file. */

import { obisMedium } from '../obis-medium'
import type { SmlValue } from './sml-values'

export type SmlRegister = {
  /** C and D of A-B:C.D.E*F. */
  readonly code: string
  /** value * 10^scaler watt-hours. */
  readonly value: bigint
  readonly scaler: number
  /** Seconds UTC where the meter has a clock; most only count the seconds that they run. */
  readonly at: number | null
}

export type SmlList = {
  readonly server: string
  /** Of electricity. */
  readonly registers: readonly SmlRegister[]
  /** Registers of something else, whatever their unit. */
  readonly others: readonly { readonly code: string; readonly medium: 'gas' | 'heat' | 'water' }[]
}

const GET_LIST_RESPONSE = 0x0701n
/** Watt-hour (DLMS unit 30). */
const WATT_HOUR = 30n
/** Group C of what is measured. */
const LAST_QUANTITY = 95

/** One entry per list of values; empty where the file holds none. */
export function listsOf(messages: readonly SmlValue[]): SmlList[] {
  return messages.flatMap((message) => {
    const body = item(message, 3)
    if (item(body, 0) !== GET_LIST_RESPONSE) return []
    const response = item(body, 1)
    const entries = item(response, 4)
    if (!isList(entries)) return []
    const time = timeOf(item(response, 3)) ?? timeOf(item(response, 6))
    return [
      {
        server: hexOf(item(response, 1)),
        registers: entries.flatMap((entry) => registerOf(entry, time)),
        others: entries.flatMap(otherOf)
      }
    ]
  })
}

function registerOf(entry: SmlValue, time: number | null): SmlRegister[] {
  const [name, unit, scaler, value] = [item(entry, 0), item(entry, 3), item(entry, 4), item(entry, 5)]
  if (!(name instanceof Uint8Array) || name.length !== 6 || unit !== WATT_HOUR || typeof value !== 'bigint') return []
  const power = typeof scaler === 'bigint' ? Number(scaler) : 0
  if (power < -6 || power > 6 || value < 0n || obisMedium(name[0] ?? 0) !== null) return []
  return [{ code: codeOf(name), value, scaler: power, at: timeOf(item(entry, 2)) ?? time }]
}

/** What tells something of the meter itself, as its number does, has C above 95. */
function otherOf(entry: SmlValue): SmlList['others'] {
  const name = item(entry, 0)
  if (!(name instanceof Uint8Array) || name.length !== 6 || (name[2] ?? 0) > LAST_QUANTITY) return []
  const medium = obisMedium(name[0] ?? 0)
  return medium === null ? [] : [{ code: codeOf(name), medium }]
}

function codeOf([a = 0, b = 0, c = 0, d = 0, e = 0]: Uint8Array): string {
  return `${a}-${b}:${c}.${d}.${e}`
}

/** SML_Time: a choice of seconds index (1), timestamp (2) or local timestamp (3). */
function timeOf(time: SmlValue | undefined): number | null {
  const [choice, value] = [item(time, 0), item(time, 1)]
  if (choice === 2n && typeof value === 'bigint') return Number(value)
  if (choice === 3n && typeof item(value, 0) === 'bigint') return Number(item(value, 0))
  return null
}

function item(value: SmlValue | undefined, index: number): SmlValue | undefined {
  return isList(value) ? value[index] : undefined
}

function isList(value: SmlValue | undefined): value is readonly SmlValue[] {
  return Array.isArray(value)
}

function hexOf(value: SmlValue | undefined): string {
  if (!(value instanceof Uint8Array)) return ''
  return Array.from(value.subarray(0, 32), (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase()
}
