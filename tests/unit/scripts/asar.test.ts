import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { extractFile, listPackage } from '@electron/asar'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { writeAsar } from '../../../scripts/setup/asar.mjs'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'wattveil-asar-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

it.each(['', 'x', 'xy', 'xyz', 'ä€'])("writes archives that Electron's own library reads (%j)", (extra) => {
  const archive = path.join(folder, 'shim.asar')
  const files = { 'package.json': `{"main":"main.js"}${extra}`, 'main.js': extra }
  writeAsar(archive, files)
  expect(listPackage(archive, { isPack: false }).sort()).toEqual(['/main.js', '/package.json'])
  for (const [name, text] of Object.entries(files)) expect(extractFile(archive, name).toString()).toBe(text)
})
