/** The project's own text files, as a later reader will have them. */

import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

export type ProjectFile = { readonly path: string; readonly text: string }

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
/** Made by tools, never by hand. */
const MADE = new Set(['.git', 'node_modules', 'out', 'dist', 'test-results', 'coverage'])
const BINARY = /\.(?:png|gz|woff2|ico|icns)$/u

export function existsInProject(path: string): boolean {
  return existsSync(join(ROOT, path))
}

export function readInProject(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8')
}

/** Tracked files with / in their paths; all that are there where this is no checkout. */
export function projectFiles(): readonly ProjectFile[] {
  return (trackedPaths() ?? presentPaths())
    .filter((path) => !BINARY.test(path) && existsInProject(path))
    .map((path) => ({ path, text: readInProject(path) }))
}

function trackedPaths(): readonly string[] | null {
  if (!existsInProject('.git')) return null
  const { status, stdout } = spawnSync('git', ['ls-files', '-z'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024
  })
  return status === 0 ? stdout.split('\0').filter((path) => path !== '') : null
}

function presentPaths(): readonly string[] {
  const walk = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return folder === ROOT && MADE.has(entry.name) ? [] : walk(path)
      return entry.isFile() ? [relative(ROOT, path).split(sep).join('/')] : []
    })
  return walk(ROOT)
}
