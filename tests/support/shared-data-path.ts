/** Where the optional data beside the checkout lies: real readings and official vectors, too large or too foreign to be committed. */

import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url))

export const SHARED_DATA_VARIABLE = 'WATTVEIL_SHARED_DATA'

/** The folder named by WATTVEIL_SHARED_DATA, else ../shared/data of the checkout; undefined where neither is there. */
export function sharedDataPath(): string | undefined {
  const folder = process.env[SHARED_DATA_VARIABLE] ?? resolve(REPOSITORY, '..', 'shared', 'data')
  return existsSync(folder) ? folder : undefined
}
