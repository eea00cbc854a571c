import { existsSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../app/app-error'
import { createUpdates } from '../../../main/updates/create-updates'
import type { Release } from '../../../main/updates/release'
import { temporaryFolder } from '../../support/temporary-folder'

const HOUR = 3600_000
const release = (version: string): Release => ({ version, file: { url: 'a.AppImage', sha512: '', size: 200 } })

function updatesOf(file = path.join(temporaryFolder(), 'updates.json')) {
  const asked: string[] = []
  let now = 1_000 * HOUR
  let newest: () => Release = () => release('1.0.0')
  let arrival = Promise.resolve()
  const updates = createUpdates({
    file,
    installation: { releaseName: 'latest-linux.yml', ending: '.AppImage', install: 'restart' },
    version: '1.0.0',
    fetchRelease: () => {
      asked.push('release')
      return Promise.resolve().then(() => newest())
    },
    installer: () => ({
      fetch: (_release, onBytes) => {
        onBytes(100)
        asked.push('program')
        return arrival
      },
      isIntact: () => Promise.resolve(true),
      forget: () => Promise.resolve(void asked.push('ended')),
      restart: () => void asked.push('restart'),
      show: () => void asked.push('show')
    }),
    removeFetched: () => {
      asked.push('removed')
      return Promise.resolve()
    },
    prepareEnd: () => {
      asked.push('end')
      return Promise.resolve()
    },
    changed: () => undefined,
    now: () => now,
    log: () => undefined
  })
  return {
    updates,
    asked,
    file,
    later: (hours: number) => (now += hours * HOUR),
    offer: (next: () => Release) => (newest = next),
    /** What is fetched arrives with this. */
    slow: (until: Promise<void>) => (arrival = until)
  }
}

describe('updates', () => {
  it('are not looked for until the person says yes', async () => {
    const { updates, asked } = updatesOf()
    updates.lookDaily()
    await expect(updates.look()).rejects.toThrow('updates-off')
    updates.change(false)
    updates.lookDaily()
    expect(asked).toEqual([])
  })

  it('are looked for once a day, also over a new start', async () => {
    const { updates, asked, later, file } = updatesOf()
    updates.change(true)
    await expect.poll(() => updates.state().phase).toBe('none')
    asked.length = 0
    updates.lookDaily()
    const again = updatesOf(file)
    again.updates.lookDaily()
    expect([...asked, ...again.asked]).toEqual([])
    later(21)
    updates.lookDaily()
    expect(asked).toEqual(['release'])
  })

  it('are fetched and installed in two steps that somebody has to ask for', async () => {
    const { updates, asked, offer } = updatesOf()
    offer(() => release('1.0.1'))
    updates.change(true)
    await expect.poll(() => updates.state().phase).toBe('found')
    expect(asked).toEqual(['release'])
    await expect(updates.install()).rejects.toThrow('updates-off')
    updates.download()
    await expect.poll(() => updates.state().phase).toBe('ready')
    expect(asked).toEqual(['release', 'program'])
    await updates.install()
    // Everything is written before the other program may start.
    expect(asked.slice(2)).toEqual(['end', 'restart'])
  })

  it('are never older than what was once seen, also over a new start', async () => {
    const first = updatesOf()
    first.offer(() => release('1.2.0'))
    first.updates.change(true)
    await expect.poll(() => first.updates.state().phase).toBe('found')
    const second = updatesOf(first.file)
    second.offer(() => release('1.1.9'))
    expect(await second.updates.look()).toMatchObject({ phase: 'failed', failure: { code: 'update-older' } })
    expect(() => second.updates.download()).toThrow('updates-off')
    second.offer(() => release('1.2.0'))
    expect(await second.updates.look()).toMatchObject({ phase: 'found', newer: '1.2.0' })
  })

  it('are looked for again after the clock was years ahead for once', async () => {
    const { updates, asked, later } = updatesOf()
    later(24 * 3650)
    updates.change(true)
    await expect.poll(() => updates.state().phase).toBe('none')
    later(-24 * 3650)
    updates.lookDaily()
    expect(asked).toEqual(['release', 'release'])
  })

  it('forget what they found when a later look fails', async () => {
    const { updates, offer } = updatesOf()
    offer(() => release('1.0.1'))
    updates.change(true)
    await expect.poll(() => updates.state().phase).toBe('found')
    offer(() => {
      throw new AppError('update-not-genuine')
    })
    expect(await updates.look()).toMatchObject({ phase: 'failed', newer: null })
    expect(() => updates.download()).toThrow('updates-off')
  })

  it('say nothing more when the person says no while they look', async () => {
    const { updates } = updatesOf()
    updates.change(true)
    updates.change(false)
    await expect.poll(() => updates.state()).toMatchObject({ on: false, phase: 'idle', newer: null })
  })

  it('stop being fetched when the person says no', async () => {
    const { updates, asked, offer, slow } = updatesOf()
    offer(() => release('1.0.1'))
    updates.change(true)
    await expect.poll(() => updates.state().phase).toBe('found')
    slow(Promise.reject(new Error('cancelled')))
    updates.download()
    updates.change(false)
    expect(asked).toEqual(['release', 'program', 'ended'])
    await expect.poll(() => updates.state()).toMatchObject({ on: false, phase: 'idle', failure: null })
  })

  it('know of no answer and no file any more once they are forgotten, not even in the middle of a look', async () => {
    const { updates, asked, file, offer } = updatesOf()
    offer(() => release('1.2.0'))
    updates.change(true)
    await updates.forget()
    expect(updates.state()).toMatchObject({ on: false, asked: false, phase: 'idle', newer: null })
    await new Promise((resolve) => setImmediate(resolve))
    expect(updates.state()).toMatchObject({ asked: false, phase: 'idle', newer: null })
    expect(existsSync(file)).toBe(false)
    expect(asked).toEqual(['release', 'removed'])
  })
})
