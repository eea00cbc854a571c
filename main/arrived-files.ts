/**
 * Files that the system hands over: named on the command line of this start or of a second one, or by macOS's
 * open-file. The window is told and fetches them as tokens; a path never crosses.
 */

import path from 'node:path'
import type { App } from 'electron'
import type { ChosenFile } from '../app/contract/bridge'
import { READINGS_ENDINGS } from '../app/contract/file-endings'
import type { FileTokens } from './file-tokens'

export type ArrivedFiles = {
  /** Hands out what has arrived, once; where there is more than crosses at once, the window is told again. */
  readonly take: () => ChosenFile[]
}

type Inbox = { readonly paths: string[]; changed: () => void }

/** As many as the contract lets cross (app/contract/program.ts). */
const FILES_AT_ONCE = 100
/** Endings of papers and of readings; everything else is dropped or chosen on purpose. */
const EXTENSIONS = new Set(['.wattveil', '.json', '.pdf', ...READINGS_ENDINGS])

/**
 * Must begin before the app is ready: macOS tells of the first file before that.
 * @param argv of this start, without the program itself
 * @returns connects the inbox with the tokens once there is a window to tell
 */
export function watchArrivedFiles(app: App, argv: readonly string[]) {
  const inbox: Inbox = { paths: [...filesIn(argv, process.cwd())], changed: () => undefined }
  const arrive = (files: readonly string[]): void => {
    inbox.paths.push(...files)
    if (files.length > 0) inbox.changed()
  }
  app.on('open-file', (event, file) => {
    event.preventDefault()
    arrive(filesIn([file], process.cwd()))
  })
  app.on('second-instance', (_event, otherArgv, folder) => arrive(filesIn(otherArgv.slice(1), folder)))
  return (files: FileTokens, changed: () => void): ArrivedFiles => {
    inbox.changed = changed
    const take = (): ChosenFile[] => {
      const some = inbox.paths.splice(0, FILES_AT_ONCE)
      if (inbox.paths.length > 0) changed()
      return some.map((file) => files.grantNamed(file))
    }
    return { take }
  }
}

/** @returns absolute paths of what may be opened so; switches and everything else are left out */
export function filesIn(argv: readonly string[], folder: string): readonly string[] {
  return argv
    .filter((argument) => !argument.startsWith('-') && EXTENSIONS.has(path.extname(argument).toLowerCase()))
    .map((argument) => path.resolve(folder, argument))
}
