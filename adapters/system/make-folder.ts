/**
 * A folder with the folders above it. Node's own way (recursive: true) goes round for ever where a file system takes none:
 * a folder named below /proc kept a whole service busy (seen with Node 18 and 20).
 */

import { existsSync, mkdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { AppError } from '../../app/app-error'

/**
 * @param mode of each folder that is made; as the system would have it when left out.
 * @throws AppError place-forbidden where folders cannot be made; errors of the file system, EEXIST for a file in its place.
 */
export function makeFolder(folder: string, mode?: number): void {
  const above = path.dirname(path.resolve(folder))
  if (!existsSync(above)) makeFolder(above, mode)
  try {
    mkdirSync(folder, { mode })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT') throw new AppError('place-forbidden', { detail: code })
    // Also where somebody else has made it meanwhile.
    if (code === 'EEXIST' && statSync(folder).isDirectory()) return
    throw error
  }
}
