import { EventEmitter } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { App } from 'electron'
import { afterAll, describe, expect, it } from 'vitest'
import { filesIn, watchArrivedFiles } from '../../../main/arrived-files'
import { createFileTokens } from '../../../main/file-tokens'

const folder = mkdtempSync(path.join(os.tmpdir(), 'wattveil-arrived-'))
const bill = path.join(folder, 'bill.wattveil')
writeFileSync(bill, '{}')
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('files named on a command line', () => {
  it('are those the program opens, as absolute paths', () => {
    expect(
      filesIn(['/program', '--no-sandbox', 'a.wattveil', 'b.JSON', 'c.exe', '--x.json', 'd.CSV', 'e.xml', 'f'], folder)
    ).toEqual(['a.wattveil', 'b.JSON', 'd.CSV', 'e.xml'].map((name) => path.join(folder, name)))
  })

  it('are at most twenty', () => {
    expect(
      filesIn(
        Array.from({ length: 90 }, (_, index) => `${index}.wattveil`),
        folder
      )
    ).toHaveLength(20)
  })
})

describe('files that arrive', () => {
  const begin = (argv: readonly string[]) => {
    const app = new EventEmitter()
    let told = 0
    const arrived = watchArrivedFiles(app as unknown as App, argv)(createFileTokens(), () => (told += 1))
    return { app, arrived, told: () => told }
  }

  it('of this start are handed out once, as tokens', () => {
    const { arrived } = begin([bill])
    expect(arrived.take()).toEqual([
      { token: expect.stringMatching(/^[0-9a-f]{32}$/u) as string, name: 'bill.wattveil', bytes: 2 }
    ])
    expect(arrived.take()).toEqual([])
  })

  it('of a second start and of macOS tell the window', () => {
    const { app, arrived, told } = begin([])
    app.emit('second-instance', {}, ['/program', 'bill.wattveil'], folder)
    app.emit('open-file', { preventDefault: () => undefined }, bill)
    expect(told()).toBe(2)
    expect(arrived.take()).toHaveLength(2)
  })

  it('that are not there are left out', () => {
    const { arrived } = begin([path.join(folder, 'gone.wattveil')])
    expect(arrived.take()).toEqual([])
  })
})
