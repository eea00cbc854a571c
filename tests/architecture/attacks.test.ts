import { describe, expect, it } from 'vitest'
import { existsInProject, readInProject } from '../support/project-files'

type Row = { readonly ids: readonly string[]; readonly tried: string; readonly tests: readonly string[] }

/** Rows of the catalogue's tables: ids, what is tried, and the files of the last column. */
function rowsOf(text: string): Row[] {
  return text
    .split('\n')
    .filter((line) => /^\| [KRB]\d/u.test(line))
    .map((line) => {
      const cells = line.split('|').map((cell) => cell.trim())
      const last = cells.at(-2) ?? ''
      return {
        ids: (cells[1] ?? '').split(', '),
        tried: cells[2] ?? '',
        tests: [...last.matchAll(/`([^`]+)`/gu)].map(([, name = '']) => fileOf(name))
      }
    })
}

/** A path without a folder stands for tests/hostile. */
function fileOf(name: string): string {
  if (name.startsWith('tests/')) return name
  return `tests/hostile/${name}${name.includes('.') || name.endsWith('/') ? '' : '.test.ts'}`
}

const rows = rowsOf(readInProject('docs/attacks.md'))
const ofRounds = rows.filter(({ ids, tried }) => /^[KR]/u.test(ids[0] ?? '') && !tried.startsWith('(R)'))
const numbered = (letter: string, last: number): string[] =>
  Array.from({ length: last }, (_, index) => `${letter}${String(index + 1)}`)

describe('the attack catalogue', () => {
  it('has every row of keys and rounds once', () => {
    const listed = rows.flatMap(({ ids }) => ids).filter((id) => /^[KR]/u.test(id))
    // R25 has no row in the catalogue that this one follows.
    const expected = [...numbered('K', 12), ...numbered('R', 45).filter((id) => id !== 'R25')]
    expect([...listed].sort()).toEqual([...expected].sort())
  })

  it('names only tests that exist', () => {
    const missing = rows.flatMap(({ tests }) => tests).filter((file) => !existsInProject(file))
    expect(missing).toEqual([])
  })

  it('has a hostile test for every attack on keys and rounds, and the test says which it mounts', () => {
    const unmounted = ofRounds.flatMap(({ ids, tests }) => {
      const sources = tests
        .filter((file) => file.startsWith('tests/hostile/') && existsInProject(file))
        .map((file) => readInProject(file))
      return ids.filter((id) => !sources.some((source) => new RegExp(`\\b${id}\\b`, 'u').test(source)))
    })
    expect(unmounted).toEqual([])
  })

  it('has every row of bills once, and a test that says which of them it mounts', () => {
    const ofBills = rows.filter(({ ids }) => ids[0]?.startsWith('B'))
    const listed = ofBills.flatMap(({ ids }) => ids)
    expect([...listed].sort()).toEqual([...numbered('B', 41)].sort())
    const unmounted = ofBills.flatMap(({ ids, tests }) => {
      const sources = tests
        .filter((file) => existsInProject(file) && !file.endsWith('/'))
        .map((file) => readInProject(file))
      return ids.filter((id) => !sources.some((source) => new RegExp(`\\b${id}\\b`, 'u').test(source)))
    })
    // Range proofs do not exist yet, so nothing can be proven falsely with them.
    expect(unmounted).toEqual(['B20', 'B21'])
  })
})
