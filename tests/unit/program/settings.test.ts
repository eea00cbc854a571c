import { describe, expect, it } from 'vitest'
import { AppError } from '../../../app/app-error'
import { toTimeZone } from '../../../app/domain/calendar'
import {
  type SettingsDeps,
  changeSettings,
  householdTimeZone,
  keepTimeZone,
  readSettings
} from '../../../app/program/settings'

const DEFAULTS = { language: 'de', appearance: 'system', textSize: 100, calm: false, timeZone: 'Europe/Berlin' }

function settingsOn(zone: string, kept = new Map<string, string>()) {
  const store = {
    read: (name: string) => kept.get(name) ?? null,
    write: (name: string, value: string) => void kept.set(name, value)
  }
  return { store, systemLocale: 'de-AT', systemTimeZone: toTimeZone(zone), kept } satisfies SettingsDeps & {
    kept: unknown
  }
}

describe('the settings', () => {
  it('are those of the system until something is chosen, and then only that is stored', () => {
    const deps = settingsOn('Europe/Berlin')
    expect(readSettings(deps)).toEqual(DEFAULTS)
    expect(changeSettings(deps, { textSize: 125 })).toEqual({ ...DEFAULTS, textSize: 125 })
    expect(readSettings({ ...deps, systemLocale: 'en-GB' })).toEqual({ ...DEFAULTS, language: 'en', textSize: 125 })
  })

  it('of a version that knew no time zone stay what they were', () => {
    const old = { language: 'en', appearance: 'dark', textSize: 110, calm: true }
    const deps = settingsOn('Europe/Berlin', new Map([['settings', JSON.stringify(old)]]))
    keepTimeZone(deps)
    expect(readSettings(deps)).toEqual({ ...old, timeZone: 'Europe/Berlin' })
  })

  it.each(['no JSON', '[]', '{"language":"fr"}', '{"textSize":1000000000}', '{"sound":true}'])(
    'that cannot be read (%s) are the defaults',
    (text) => {
      expect(readSettings(settingsOn('Europe/Berlin', new Map([['settings', text]])))).toEqual(DEFAULTS)
    }
  )
})

describe('the time zone of a household', () => {
  it('is the one of its first start, also on a PC in another one', () => {
    const home = settingsOn('Europe/Berlin')
    keepTimeZone(home)
    const abroad = settingsOn('America/New_York', home.kept)
    keepTimeZone(abroad)
    expect(householdTimeZone(abroad)).toBe('Europe/Berlin')
  })

  it('changes when the person says so, and stays then', () => {
    const deps = settingsOn('America/New_York')
    keepTimeZone(deps)
    changeSettings(deps, { timeZone: 'Europe/Vienna' })
    keepTimeZone(deps)
    expect(householdTimeZone(deps)).toBe('Europe/Vienna')
  })

  it.each(['Mars/Olympus', '+01:00', '', 'Europe/Berlin; DROP'])('is none that nobody knows: %j', (timeZone) => {
    const deps = settingsOn('Europe/Berlin')
    expect(() => changeSettings(deps, { timeZone, calm: true })).toThrow(
      new AppError('unknown-time-zone', { zone: timeZone })
    )
    expect(readSettings(deps)).toEqual(DEFAULTS)
  })

  it('is that of the PC where the kept one has gone from the world', () => {
    const deps = settingsOn('Europe/Berlin', new Map([['settings', '{"timeZone":"Mars/Olympus"}']]))
    expect(householdTimeZone(deps)).toBe('Europe/Berlin')
    expect(readSettings(deps).timeZone).toBe('Europe/Berlin')
  })
})
