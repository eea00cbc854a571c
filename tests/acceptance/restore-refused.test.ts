import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { wordsOf } from '../../adapters/backup/backup-words'
import { temporaryFolder } from '../support/temporary-folder'
import { PROGRAM } from './run-wattveil'

const WORDS = wordsOf(new Uint8Array(16).fill(9)).join(' ')

function restore(file: string, household: string) {
  return spawnSync(process.execPath, [PROGRAM, 'restore', file, '--household', household], {
    input: WORDS,
    encoding: 'utf8'
  })
}

describe('wattveil restore with a file that is no backup', () => {
  it('makes no folder, and no key in one that is there', () => {
    const folder = temporaryFolder()
    const file = path.join(folder, 'holiday.jpg')
    writeFileSync(file, 'no backup of anything')
    const [fresh, present] = [path.join(folder, 'new home'), path.join(folder, 'old home')]
    mkdirSync(present)
    writeFileSync(path.join(present, 'letter.txt'), 'kept')
    for (const household of [fresh, present]) {
      const { status, stderr } = restore(file, household)
      expect(status).toBe(2)
      expect(stderr).toContain('Nothing was changed')
    }
    expect(existsSync(fresh)).toBe(false)
    expect(readdirSync(present)).toEqual(['letter.txt'])
  })
})
