/** Builds every program of the project into out/, or finds that nothing changed. */

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { SOURCES, filesBelow, nodeTargets } from './build/entries.mjs'
import { inProject, isStartedDirectly, run, say } from './project.mjs'
import { withLock } from './setup/lock.mjs'
import { setUp } from './setup.mjs'

const STAMP = inProject('out/.built')
const NEXT = inProject('out/.next')

/**
 * Builds in a process of its own when something changed: vite prints to standard output, which belongs to others here.
 * @returns {Promise<void>}
 */
export async function ensureBuilt() {
  if (isFresh()) return
  say('Building ...')
  const { code, output } = await run(process.execPath, [inProject('scripts/build.mjs')])
  if (code !== 0) throw new Error(`The build failed:\n${output.trim()}`)
}

async function buildAll() {
  await withLock(inProject('out/.lock'), async () => {
    const fingerprint = sourceFingerprint()
    const { build } = await import('vite')
    const { nodeBuild, preloadBuild, rendererBuild } = await import('./build/vite-targets.mjs')
    rmSync(NEXT, { recursive: true, force: true })
    const folder = (/** @type {string} */ name) => path.join(NEXT, name)
    for (const [name, input] of Object.entries(nodeTargets())) await build(nodeBuild(folder(name), input))
    await build(preloadBuild(folder('preload')))
    await build(rendererBuild(folder('renderer')))
    swap(['main', 'cli', 'services', 'preload', 'renderer'])
    writeFileSync(STAMP, fingerprint)
  })
}

/**
 * Puts the finished folders in place of the old ones; until here an interrupted build has changed nothing.
 * @param {string[]} names
 */
function swap(names) {
  rmSync(STAMP, { force: true })
  for (const name of names) {
    const target = inProject(`out/${name}`)
    rmSync(target, { recursive: true, force: true })
    mkdirSync(path.dirname(target), { recursive: true })
    renameSync(path.join(NEXT, name), target)
  }
  rmSync(NEXT, { recursive: true, force: true })
}

/** @returns {boolean} whether out/ was built from the sources as they are */
function isFresh() {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === sourceFingerprint()
}

/** Changes when a source file is added, removed, or written. */
function sourceFingerprint() {
  const hash = createHash('sha256')
  for (const source of SOURCES.map(inProject)) {
    const files = statSync(source).isDirectory() ? filesBelow(source) : [source]
    for (const file of files) {
      const { size, mtimeMs } = statSync(file)
      hash.update(`${file}\0${size}\0${mtimeMs}\n`)
    }
  }
  return hash.digest('hex')
}

if (isStartedDirectly(import.meta.url)) {
  try {
    await setUp()
    await buildAll()
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
    process.exitCode = 1
  }
}
