/** The program's settings: one JSON text in the settings store, read through the contract's own schema. */

import { checkShape } from '../check-shape'
import { type Settings, settings } from '../contract/program'
import type { SettingsStore } from '../ports'

const KEY = 'settings'

export type SettingsDeps = {
  readonly store: SettingsStore
  /** BCP 47 tag of the operating system, such as "de-AT". */
  readonly systemLocale: string
}

/** Stored settings, or the defaults where there are none or they cannot be read (an older or newer program). */
export function readSettings({ store, systemLocale }: SettingsDeps): Settings {
  const defaults: Settings = {
    language: systemLocale.toLowerCase().startsWith('de') ? 'de' : 'en',
    appearance: 'system',
    textSize: 100,
    calm: false
  }
  const text = store.read(KEY)
  if (text === null) return defaults
  const parsed = checkShape(settings, parseJson(text))
  return parsed.success ? parsed.data : defaults
}

/** Stores the changed settings and returns them whole. */
export function changeSettings(
  deps: SettingsDeps,
  change: { readonly [Name in keyof Settings]?: Settings[Name] | undefined }
): Settings {
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
  const changed: Settings = { ...readSettings(deps), ...given }
  deps.store.write(KEY, JSON.stringify(changed))
  return changed
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
