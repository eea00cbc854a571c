import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { createBackground } from '../../../main/background/background'
import { type LoginItems, desktopEntry, startWithSystem } from '../../../main/background/start-with-system'
import { TRAY_WORDS, participationWords } from '../../../main/background/tray-words'
import { trayPicture } from '../../../main/background/tray-picture'
import { temporaryFolder } from '../../support/temporary-folder'

function app(isPackaged = true): LoginItems & { readonly asked: unknown[] } {
  const asked: unknown[] = []
  return {
    asked,
    isPackaged,
    getAppPath: () => '/opt/wattveil sources',
    setLoginItemSettings: (settings) => void asked.push(settings)
  }
}

describe('starting with the system', () => {
  it('is a file of the desktop on Linux, and gone when taken back', () => {
    const folder = temporaryFolder()
    const system = startWithSystem(app(), 'linux', folder, '/opt/Wattveil/wattveil')!
    const file = path.join(folder, 'autostart/wattveil.desktop')
    system(true)
    expect(readFileSync(file, 'utf8')).toContain('Exec="/opt/Wattveil/wattveil" "--background"\n')
    system(false)
    system(false)
    expect(existsSync(file)).toBe(false)
  })

  it('quotes what a path may hold, as the specification says', () => {
    expect(desktopEntry(['/opt/an "odd" $place/100%/a\\b'])).toContain(
      String.raw`Exec="/opt/an \\"odd\\" \\$place/100%%/a\\\\b" "--background"`
    )
    const folder = temporaryFolder()
    startWithSystem(app(false), 'linux', folder, '/usr/bin/electron')!(true)
    expect(readFileSync(path.join(folder, 'autostart/wattveil.desktop'), 'utf8')).toContain(
      '"/usr/bin/electron" "/opt/wattveil sources" "--background"'
    )
  })

  it.each(['win32', 'darwin'] as const)('is a log-in item on %s', (platform) => {
    const items = app()
    startWithSystem(items, platform, '', '')!(true)
    expect(items.asked).toEqual([{ openAtLogin: true, args: ['--background'] }])
  })

  it('is not offered where there is no such way', () => {
    expect(startWithSystem(app(), 'freebsd', '', '')).toBeNull()
  })
})

describe('the answer', () => {
  it('is asked for once and kept, whichever it is', () => {
    const file = path.join(temporaryFolder(), 'background.json')
    const told: boolean[] = []
    const background = createBackground(file, (on) => void told.push(on))
    expect(background.state()).toEqual({ possible: true, on: false, asked: false })
    expect(background.change(false)).toEqual({ possible: true, on: false, asked: true })
    expect(createBackground(file, null).state()).toEqual({ possible: false, on: false, asked: true })
    background.change(true)
    expect(createBackground(file, () => undefined).state()).toEqual({ possible: true, on: true, asked: true })
    expect(told).toEqual([false, true])
  })

  it('is as if it had never been asked for once it is forgotten', () => {
    const file = path.join(temporaryFolder(), 'background.json')
    const told: boolean[] = []
    const background = createBackground(file, (on) => void told.push(on))
    background.change(true)
    background.forget()
    expect(background.state()).toEqual({ possible: true, on: false, asked: false })
    expect(told).toEqual([true, false])
    expect(existsSync(file)).toBe(false)
  })

  it('that cannot be read counts as none', () => {
    const folder = temporaryFolder()
    mkdirSync(folder, { recursive: true })
    const file = path.join(folder, 'background.json')
    for (const text of ['', '{', '{"on":"yes"}', '{"on":true,"more":1}']) {
      writeFileSync(file, text)
      expect(createBackground(file, () => undefined).state().asked).toBe(false)
    }
  })
})

describe('the tray', () => {
  it('has words for each state in both languages, with the name of the group', () => {
    expect(Object.keys(TRAY_WORDS.de).sort()).toEqual(Object.keys(TRAY_WORDS.en).sort())
    expect(participationWords({ state: 'taking-part', group: 'Lindenhof $&', language: 'en' })).toBe(
      'This home takes part: Lindenhof $&'
    )
    expect(participationWords({ state: 'none', group: null, language: 'de' })).toBe('Dieses Haus ist in keiner Gruppe')
  })

  it('shows another picture while the house takes part', () => {
    const inked = (takingPart: boolean): number =>
      trayPicture(takingPart, 0).bitmap.filter((byte, index) => index % 4 === 3 && byte === 255).length
    expect(inked(true)).toBeGreaterThan(inked(false) + 50)
    expect(trayPicture(true, 255).bitmap).toHaveLength(32 * 32 * 4)
  })
})
