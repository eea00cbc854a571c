import { EventEmitter } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { App } from 'electron'
import { afterAll, describe, expect, it } from 'vitest'
import { createFileDocuments } from '../../../adapters/system/file-documents'
import { AppError } from '../../../app/app-error'
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
})

describe('files that arrive', () => {
  const begin = (argv: readonly string[]) => {
    const app = new EventEmitter()
    let told = 0
    const tokens = createFileTokens()
    const arrived = watchArrivedFiles(app as unknown as App, argv)(tokens, () => (told += 1))
    return { app, arrived, tokens, told: () => told }
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

  it('are all handed out, a hundred at a time, and the window is told while there are more', () => {
    const names = Array.from({ length: 230 }, (_, index) => `${index}.wattveil`)
    const { app, arrived, told } = begin(names)
    app.emit('second-instance', {}, ['/program', 'bill.wattveil'], folder)
    expect(told()).toBe(1)
    const taken = [arrived.take(), arrived.take(), arrived.take()]
    expect(taken.map((some) => some.length)).toEqual([100, 100, 31])
    expect(taken.flat().map(({ name }) => name)).toEqual([...names, 'bill.wattveil'])
    expect(told(), 'twice more, and not after the last').toBe(3)
  })

  it('that are not there are named like the others, and said to be gone when they are read', async () => {
    const { arrived, tokens } = begin([path.join(folder, 'gone.csv'), path.join(folder, 'folder.csv')])
    mkdirSync(path.join(folder, 'folder.csv'))
    const documents = createFileDocuments(async (token, use) => tokens.redeem(token, use))
    const taken = arrived.take()
    expect(taken.map(({ name }) => name)).toEqual(['gone.csv', 'folder.csv'])
    const results = taken.map(({ token }) => documents.open(token))
    await expect(results[0]).rejects.toEqual(new AppError('file-gone', { file: 'gone.csv' }))
    await expect(results[1]).rejects.toEqual(new AppError('file-unreadable', { file: 'folder.csv' }))
  })
})
