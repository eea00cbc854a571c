/**
 * What is built from what. Each target is one folder of out/ whose files lie flat beside each other, so that a worker
 * file is always found beside the program that starts it. Services are picked up by their names: services/NAME/entry.ts.
 */

import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { inProject } from '../project.mjs'

/** Folders and files whose change makes the build stale. */
export const SOURCES = [
  'crypto',
  'app',
  'adapters',
  'main',
  'renderer',
  'services',
  'cli',
  'scripts/build',
  'package-lock.json'
]

/** Worker threads, built beside the programs that may start them. */
const WORKERS = {
  'commitment-worker': 'adapters/commitment-work/worker.ts',
  'pdf-worker': 'adapters/pdf/worker.ts'
}

/** @returns {Record<string, Record<string, string>>} target folder -> output name -> source file */
export function nodeTargets() {
  const workers = Object.fromEntries(Object.entries(WORKERS).map(([name, file]) => [name, inProject(file)]))
  return {
    main: { main: inProject('main/main.ts'), core: inProject('main/core/core.ts'), ...workers },
    cli: { wattveil: inProject('cli/wattveil.ts'), ...workers },
    // No service reads the PDF of a person.
    services: { ...serviceEntries(), 'commitment-worker': inProject(WORKERS['commitment-worker']) }
  }
}

/** @returns {Record<string, string>} */
function serviceEntries() {
  const programs = readdirSync(inProject('services'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => /** @type {const} */ ([entry.name, inProject(`services/${entry.name}/entry.ts`)]))
  return Object.fromEntries(programs.filter(([, file]) => existsSync(file)))
}

/**
 * @param {string} folder
 * @returns {string[]} absolute paths, in a stable order
 */
export function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
}
