/** The locales as flat tables of key to message, and the sources of the program, for the tests beside this file. */

import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

export type Messages = ReadonlyMap<string, string>

export function readLocale(language: 'de' | 'en'): Messages {
  const file = path.join(ROOT, 'renderer/locales', `${language}.json`)
  return new Map(flatten(JSON.parse(readFileSync(file, 'utf8')) as Tree, ''))
}

/** Text of every source file below the folders. */
export function readSources(folders: readonly string[], endings: readonly string[]): readonly string[] {
  return folders
    .flatMap((folder) => readdirSync(path.join(ROOT, folder), { withFileTypes: true, recursive: true }))
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'))
}

/** Every first group of the pattern in the texts, once. */
export function findAll(texts: readonly string[], pattern: RegExp): readonly string[] {
  const found = texts.flatMap((text) => [...text.matchAll(pattern)].map((match) => match[1] ?? ''))
  return [...new Set(found)].sort()
}

type Tree = { readonly [key: string]: string | Tree }

function flatten(tree: Tree, prefix: string): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${prefix}${key}`, value] as [string, string]] : flatten(value, `${prefix}${key}.`)
  )
}
