/**
 * Comments and documents stand alone: every document they name is here, with the section they name, and nothing leads
 * to a place that only its author had.
 */

import { posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type ProjectFile, existsInProject, projectFiles, readInProject } from '../support/project-files'

const files = projectFiles().filter(({ path }) => path !== 'package-lock.json')
const documents = files.filter(({ path }) => path.endsWith('.md'))

/** "file: what it says" of every match for which `isBad` holds. */
function complaints(
  among: readonly ProjectFile[],
  pattern: RegExp,
  isBad: (match: RegExpMatchArray, file: ProjectFile) => boolean = () => true
): readonly string[] {
  return among.flatMap((file) =>
    [...file.text.matchAll(pattern)].filter((match) => isBad(match, file)).map((match) => `${file.path}: ${match[0]}`)
  )
}

function hasSection(path: string, number: string): boolean {
  const headings = readInProject(path).match(/^#{2,4} .*$/gmu) ?? []
  return headings.some((heading) => /^#+ ([\d.]+)/u.exec(heading)?.[1]?.replace(/\.$/u, '') === number)
}

describe('citations', () => {
  it('are looked for in the whole project', () => {
    for (const folder of ['app/', 'crypto/', 'renderer/', 'docs/', 'tests/'])
      expect(files.filter(({ path }) => path.startsWith(folder)).length).toBeGreaterThan(10)
  })

  it('name documents that exist', () => {
    expect(complaints(files, /docs\/[\w./-]+\.(?:md|png|svg)/gu, ([path]) => !existsInProject(path))).toEqual([])
  })

  it('name decisions that exist', () => {
    const decisions = files.filter(({ path }) => path.startsWith('docs/adr/')).map(({ path }) => path)
    const isUnknown = ([path]: RegExpMatchArray): boolean => !decisions.some((decision) => decision.startsWith(path))
    expect(complaints(files, /docs\/adr\/\d{4}/gu, isUnknown)).toEqual([])
  })

  it('name sections that exist', () => {
    const isUnknown = ([, path = '', number = '']: RegExpMatchArray): boolean => !hasSection(path, number)
    const source = files.filter(({ path }) => !path.endsWith('.md'))
    expect(complaints(source, /(docs\/[\w/-]+\.md) (\d+(?:\.\d+)*)/gu, isUnknown)).toEqual([])
  })

  it('name rows of the attack catalogue that exist', () => {
    const rows = new Set(
      readInProject('docs/attacks.md')
        .split('\n')
        .flatMap((line) => /^\| ([KRB]\d+(?:, [KRB]\d+)*) \|/u.exec(line)?.[1]?.split(', ') ?? [])
    )
    const isUnknown = ([, , id = '']: RegExpMatchArray): boolean => !rows.has(id)
    expect(complaints(files, /(docs\/attacks\.md |(?:, | to | and ))([KRB]\d+)\b/gu, isUnknown)).toEqual([])
  })

  it('do not name a document without its place, or one that nobody else has', () => {
    const elsewhere = files.filter(({ path }) => !path.startsWith('docs/') && !path.endsWith('.md'))
    expect(
      complaints(elsewhere, /(?<![\w/-])(?:traps|rounds|bills|readings|attacks|experience|look|style)\.md/gu)
    ).toEqual([])
    expect(complaints(documents, /(?<![\w/-])(?:traps|experience|style)\.md/gu)).toEqual([])
  })
})

describe('documents', () => {
  it('link to files that exist', () => {
    const isDead = ([, target = '']: RegExpMatchArray, { path }: ProjectFile): boolean =>
      !existsInProject(posix.join(posix.dirname(path), target))
    expect(complaints(documents, /\]\((?!https?:|#)([^)#\s]+)/gu, isDead)).toEqual([])
  })

  it('name sections of each other that exist', () => {
    const isUnknown = ([, target = '', number = '']: RegExpMatchArray, { path }: ProjectFile): boolean =>
      !hasSection(posix.join(posix.dirname(path), target), number)
    expect(complaints(documents, /\]\(([\w./-]+\.md)\),? (?:section )?(\d+(?:\.\d+)*)/gu, isUnknown)).toEqual([])
  })

  it('name tests that exist', () => {
    expect(complaints(documents, /tests\/[\w./-]+\.(?:ts|json)/gu, ([path]) => !existsInProject(path))).toEqual([])
    const hostile = complaints(
      documents.filter(({ path }) => path === 'docs/attacks.md'),
      /`((?:crypto|rounds|bills|readings)\/[\w-]+)`/gu,
      ([, name = '']) => !existsInProject(`tests/hostile/${name}.test.ts`)
    )
    expect(hostile).toEqual([])
  })
})

describe('no file leads to a place that only its author had', () => {
  // Put together here, because this file is looked through as well.
  const together = (...parts: readonly string[]): string => parts.join('')
  const all = projectFiles()

  it.each([
    [
      'the host of a package registry',
      together('regis', 'try\\.[a-z]+|npm', 'js\\.(?:org|com)|yarn', 'pkg\\.com'),
      together('regis', 'try.npm', 'js.org')
    ],
    ['the place a package came from', together('"resol', 'ved":'), together('"resol', 'ved": "x"')],
    [
      'the home of a person',
      together('(?<![\\w.@-])/(?:ro', 'ot|ho', 'me/|Us', 'ers/)'),
      together(' /ho', 'me/someone')
    ],
    ['a workplace', together('(?<![\\w.@-])/wo', 'rk/|sha', 'red/des', 'ign'), together('in /wo', 'rk/shared')]
  ])('%s', (_, pattern, example) => {
    expect(example).toMatch(new RegExp(pattern, 'u'))
    expect(complaints(all, new RegExp(pattern, 'gu'))).toEqual([])
  })
})
