import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { makeFolder } from '../../../adapters/system/make-folder'

const root = mkdtempSync(path.join(os.tmpdir(), 'wattveil-folder-'))
afterAll(() => rmSync(root, { recursive: true }))

it('makes a folder with those above it, and leaves one that is there', () => {
  const deep = path.join(root, 'a', 'b', 'c')
  makeFolder(deep, 0o700)
  makeFolder(deep, 0o700)
  makeFolder(root)
  expect(statSync(deep).isDirectory()).toBe(true)
  if (process.platform !== 'win32') expect(statSync(path.join(root, 'a')).mode & 0o777).toBe(0o700)
})

it('makes none where a file is', () => {
  const file = path.join(root, 'file')
  writeFileSync(file, '')
  expect(() => makeFolder(file)).toThrow('EEXIST')
  expect(() => makeFolder(path.join(file, 'below'))).toThrow('ENOTDIR')
})

// Node itself never comes back from there.
it.runIf(existsSync('/proc/self'))('ends where a file system takes no folders', () => {
  expect(() => makeFolder('/proc/no-such-folder/below')).toThrow('place-forbidden')
})
