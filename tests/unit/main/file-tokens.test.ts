import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../../app/app-error'
import { createFileTokens } from '../../../main/file-tokens'

const HOUR_MS = 3600_000

let folder = ''
let bill = ''

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'wattveil-tokens-'))
  bill = path.join(folder, 'bill.json')
  writeFileSync(bill, '{}')
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('file tokens', () => {
  it('grant an existing file by a token that says nothing of its place', () => {
    const granted = createFileTokens().grantRead(bill)
    expect(granted).toEqual({ token: expect.stringMatching(/^[0-9a-f]{32}$/u), name: 'bill.json', bytes: 2 })
    expect(granted?.token).not.toBe(createFileTokens().grantRead(bill)?.token)
  })

  it.each([
    ['a folder', () => folder],
    ['a file that is not there', () => path.join(folder, 'gone.json')],
    ['a relative path', () => 'package.json'],
    ['an empty path', () => '']
  ])('refuse %s', (_what, file) => {
    expect(createFileTokens().grantRead(file())).toBeNull()
  })

  it('redeem a token for the file it was granted for, two hundred times', () => {
    const tokens = createFileTokens()
    const token = tokens.grantRead(bill)?.token ?? ''
    for (let time = 0; time < 200; time += 1) {
      expect(tokens.redeem(token, 'read')).toEqual({ path: bill, name: 'bill.json' })
    }
    expect(() => tokens.redeem(token, 'read')).toThrow(new AppError('file-gone'))
  })

  it('redeem a target once', () => {
    const tokens = createFileTokens()
    const { token } = tokens.grantWrite(path.join(folder, 'out.csv'))
    expect(tokens.redeem(token, 'write').name).toBe('out.csv')
    expect(() => tokens.redeem(token, 'write')).toThrow(new AppError('file-gone'))
  })

  it('refuse a token that was never granted', () => {
    expect(() => createFileTokens().redeem('0'.repeat(32), 'read')).toThrow(new AppError('file-gone'))
  })

  it('never let a right to read become a right to write', () => {
    const tokens = createFileTokens()
    const token = tokens.grantRead(bill)?.token ?? ''
    expect(() => tokens.redeem(token, 'write')).toThrow(new AppError('file-gone'))
  })

  it('forget a token after an hour', () => {
    let now = 0
    const tokens = createFileTokens(() => now)
    const token = tokens.grantRead(bill)?.token ?? ''
    now = HOUR_MS + 1
    expect(() => tokens.redeem(token, 'read')).toThrow(new AppError('file-gone'))
  })

  it('keep no more than a thousand grants, dropping the oldest', () => {
    const tokens = createFileTokens()
    const first = tokens.grantRead(bill)?.token ?? ''
    const second = tokens.grantRead(bill)?.token ?? ''
    for (let count = 2; count < 1001; count += 1) tokens.grantRead(bill)
    expect(() => tokens.redeem(first, 'read')).toThrow(new AppError('file-gone'))
    expect(tokens.redeem(second, 'read').path).toBe(bill)
  })
})
