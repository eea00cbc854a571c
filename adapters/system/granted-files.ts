/** Tokens for paths, made in this process: for the command line and tests, where no dialog grants a file. */

import { randomBytes } from 'node:crypto'
import { basename } from 'node:path'
import { AppError } from '../../app/app-error'
import type { ResolvedFile } from './file-documents'

export type GrantedFiles = {
  /** A new token for the path; valid until the process ends. */
  grant(path: string): string
  /** For createFileDocuments. @throws AppError file-gone for a token that was never granted. */
  resolve(token: string): Promise<ResolvedFile>
}

export function createGrantedFiles(): GrantedFiles {
  const paths = new Map<string, string>()
  return {
    grant: (path) => {
      const token = randomBytes(16).toString('hex')
      paths.set(token, path)
      return token
    },
    resolve: (token) => {
      const path = paths.get(token)
      return path === undefined
        ? Promise.reject(new AppError('file-gone'))
        : Promise.resolve({ path, name: basename(path) })
    }
  }
}
