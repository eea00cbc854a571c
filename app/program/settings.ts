/** The program's settings: one JSON text in the settings store, read through the contract's own schema. */

import { AppError } from '../app-error'
import { checkShape } from '../check-shape'
import { type Settings, settings } from '../contract/program'
import { type TimeZone, toTimeZone } from '../domain/calendar'
import type { SettingsStore } from '../ports'

const KEY = 'settings'
const kept = settings.partial()

export type SettingsDeps = {
  readonly store: SettingsStore
  /** BCP 47 tag of the operating system, such as "de-AT". */
  readonly systemLocale: string
  readonly systemTimeZone: TimeZone
}

type Change = { readonly [Name in keyof Settings]?: Settings[Name] | undefined }

/** Stored settings, with the defaults for those that are not there or cannot be read (an older or newer program). */
export function readSettings({ store, systemLocale, systemTimeZone }: SettingsDeps): Settings {
  const stored = readStored(store)
  return {
    language: systemLocale.toLowerCase().startsWith('de') ? 'de' : 'en',
    appearance: 'system',
    textSize: 100,
    calm: false,
    ...stored,
    timeZone: timeZoneOf(stored.timeZone) ?? systemTimeZone
  }
}

/**
 * Stores the changed settings and returns them whole.
 * @throws AppError unknown-time-zone { zone }; nothing is stored then.
 */
export function changeSettings(deps: SettingsDeps, change: Change): Settings {
  const zone = change.timeZone
  if (zone !== undefined && timeZoneOf(zone) === null) throw new AppError('unknown-time-zone', { zone })
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
  deps.store.write(KEY, JSON.stringify({ ...readStored(deps.store), ...given }))
  return readSettings(deps)
}

/** The zone of the first start stays the household's: a PC that travels, or the next one, must not cut other days. */
export function keepTimeZone(deps: SettingsDeps): void {
  if (readStored(deps.store).timeZone === undefined) changeSettings(deps, { timeZone: deps.systemTimeZone })
}

export function householdTimeZone(deps: SettingsDeps): TimeZone {
  return toTimeZone(readSettings(deps).timeZone)
}

function readStored(store: SettingsStore): Partial<Settings> {
  const text = store.read(KEY)
  const parsed = checkShape(kept, text === null ? {} : parseJson(text))
  if (!parsed.success) return {}
  return Object.fromEntries(Object.entries(parsed.data).filter(([, value]) => value !== undefined))
}

function timeZoneOf(name: string | undefined): TimeZone | null {
  try {
    return name === undefined ? null : toTimeZone(name)
  } catch {
    return null
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
