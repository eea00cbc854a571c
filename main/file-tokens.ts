/**
 * Rights to files. A dialog or a drop grants a token; the window passes tokens, the core redeems them through main.
 * Neither the window nor anything that a file contains can name a path.
 */

import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { AppError } from '../app/app-error'
import type { ChosenFile } from '../app/contract/bridge'
import { shownName, sizeOfPlainFile } from './security/droppable-file'

export type FileUse = 'read' | 'write'
export type GrantedFile = { readonly path: string; readonly name: string }

export type FileTokens = {
  /** Grants reading of an existing file. @returns null when it is not a readable file. */
  readonly grantRead: (file: string) => ChosenFile | null
  /** Grants reading of what somebody named as a file: what is none is told by its name when it is read. */
  readonly grantNamed: (file: string) => ChosenFile
  /** Grants writing of one file that need not exist yet. */
  readonly grantWrite: (file: string) => ChosenFile
  /** @throws AppError file-gone when the token is unknown, used up, too old, or was granted for the other use. */
  readonly redeem: (token: string, use: FileUse) => GrantedFile
}

type Grant = { readonly path: string; readonly use: FileUse; readonly until: number; left: number }

// A table is read again each time the person names a column otherwise, then for the import; a target is written once.
const READS = 200
const WRITES = 1
const LIFETIME_MS = 3600_000
const MOST_GRANTS = 1000

/** @param now milliseconds; never set, unlike the clock of the day; tests can move it */
export function createFileTokens(now: () => number = () => performance.now()): FileTokens {
  const grants = new Map<string, Grant>()

  const grant = (file: string, use: FileUse, bytes: number): ChosenFile => {
    const oldest = grants.keys().next()
    if (grants.size >= MOST_GRANTS && !oldest.done) grants.delete(oldest.value)
    const token = randomBytes(16).toString('hex')
    const left = use === 'read' ? READS : WRITES
    grants.set(token, { path: file, use, until: now() + LIFETIME_MS, left })
    return { token, name: shownName(file), bytes }
  }

  return {
    grantRead: (file) => {
      const bytes = sizeOfPlainFile(file)
      return bytes === null ? null : grant(path.resolve(file), 'read', bytes)
    },
    grantNamed: (file) => grant(path.resolve(file), 'read', sizeOfPlainFile(file) ?? 0),
    grantWrite: (file) => grant(path.resolve(file), 'write', 0),
    redeem: (token, use) => {
      const found = grants.get(token)
      if (!found || found.use !== use || found.until < now()) throw new AppError('file-gone')
      found.left -= 1
      if (found.left <= 0) grants.delete(token)
      return { path: found.path, name: shownName(found.path) }
    }
  }
}
