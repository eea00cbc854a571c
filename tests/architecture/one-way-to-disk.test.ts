/** Whatever the program writes itself is whole or not there, because one module writes (adapters/system/replace-file.ts). */

import { describe, expect, it } from 'vitest'
import { projectFiles } from '../support/project-files'

const THE_WAY = 'adapters/system/replace-file.ts'

/** What of Node makes or changes a file; opening is allowed, as there is no other way to read in pieces. */
const WRITES =
  /^(?:writeFile|writev?|appendFile|rename|copyFile|cp|link|symlink|f?truncate|mkdtemp)(?:Sync)?$|^createWriteStream$/u

/** Where something else makes the file last. */
const ALLOWED: readonly string[] = [
  // A word to the kernel, no file.
  'adapters/system/empty-dumps.ts: writeFileSync',
  // Folders for one run of a demo.
  'cli/commands/demo.ts: mkdtemp',
  'cli/demo/run-demo.ts: mkdtemp',
  // A demo's witness: a line for each message, before the message goes.
  'services/household/note-submits.ts: appendFileSync'
]

const program = projectFiles().filter(({ path }) => /^(?:adapters|app|cli|main|services)\/.*\.ts$/u.test(path))

describe('the way to the disk', () => {
  it('is taken by every part of the program', () => {
    expect(program.length).toBeGreaterThan(300)
    const strays = program.flatMap(({ path, text }) => {
      if (path === THE_WAY) return []
      const imports = [...text.matchAll(/import \{([^}]*)\} from '(?:node:)?fs(?:\/promises)?'/gu)]
      const names = imports.flatMap(([, list = '']) => list.split(',').map((name) => name.replace('type ', '').trim()))
      return names.filter((name) => WRITES.test(name)).map((name) => `${path}: ${name}`)
    })
    expect(strays.sort()).toEqual(ALLOWED)
  })

  it('is not walked around with the whole module, or with a handle', () => {
    const whole = /import (?:\* as )?\w+ from '(?:node:)?fs|require\('(?:node:)?fs/u
    const writingHandle = /\bopen(?:Sync)?\([^)]*'(?:w|a|r\+|wx|ax)/u
    const strays = program.filter(
      ({ path, text }) => path !== THE_WAY && (whole.test(text) || writingHandle.test(text))
    )
    // Makes an empty file with the right rights, which SQLite then takes for its own.
    expect(strays.map(({ path }) => path)).toEqual(['adapters/storage/database.ts'])
  })
})
