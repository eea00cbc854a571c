/** Maps an address of app:// to a file of the built page, and to nothing outside its folder. */

import path from 'node:path'
import { isOwnPage } from './page-origin'

/**
 * @param folder absolute path of the built page
 * @returns absolute path inside the folder, or null where the address leads elsewhere or is none
 */
export function pageFile(folder: string, address: string): string | null {
  if (!isOwnPage(address)) return null
  const name = decode(new URL(address).pathname)
  // A null byte ends a path for the operating system, a backslash separates folders on Windows.
  if (name === null || name.includes('\0') || name.includes('\\')) return null
  const file = path.resolve(folder, `.${name === '/' ? '/index.html' : name}`)
  return file.startsWith(folder + path.sep) ? file : null
}

function decode(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname)
  } catch {
    return null
  }
}
