import { describe, expect, it } from 'vitest'
import { createPrivacyLog } from '../../../adapters/storage/privacy-log'
import { createSettingsStore } from '../../../adapters/storage/settings-store'
import { toUtcSeconds } from '../../../app/domain/interval'
import { testDatabase } from '../../support/test-database'

describe('createSettingsStore', () => {
  it('gives back what was written last, and null for what never was', () => {
    const store = createSettingsStore(testDatabase())
    expect(store.read('language')).toBeNull()
    store.write('language', '"de"')
    store.write('language', '"en"')
    expect(store.read('language')).toBe('"en"')
  })
})

describe('createPrivacyLog', () => {
  const entry = (at: number, about: number | null) =>
    ({
      at: toUtcSeconds(at),
      recipient: 'Stromwerk Musterau',
      host: about === null ? null : 'stromwerk.example:443',
      purpose: 'bill-response',
      bytes: at * 2,
      about: about === null ? null : toUtcSeconds(about)
    }) as const

  it('lists the newest first, page by page, and the entries of a time span in order', () => {
    const log = createPrivacyLog(testDatabase())
    for (const at of [10, 20, 30, 40]) log.append(entry(at, at === 20 ? 900 : null))
    const [newest, second] = log.list(2, null)
    expect([newest?.at, second?.at]).toEqual([40, 30])
    expect(log.list(2, second?.id ?? 0).map((found) => found.at)).toEqual([20, 10])
    expect(log.between(toUtcSeconds(20), toUtcSeconds(40))).toEqual([entry(20, 900), entry(30, null)])
  })
})
