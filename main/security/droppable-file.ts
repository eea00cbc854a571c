/**
 * What of a drop or a dialog may be read at all: plain files. No folders, no devices, no pipes, no sockets; a link counts as
 * what it leads to. What is in a file is the core's to doubt.
 */

import { statSync } from 'node:fs'
import path from 'node:path'

const LONGEST_NAME = 200
/** Control characters and those that turn the direction of text: a name is shown beside a decision. */
const UNSHOWABLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu

/** @returns bytes, or null when it is no plain file that can be looked at */
export function sizeOfPlainFile(file: string): number | null {
  if (!path.isAbsolute(file) || file.includes('\0')) return null
  try {
    const stat = statSync(file)
    return stat.isFile() ? stat.size : null
  } catch {
    return null
  }
}

/** @returns the last part of a path as it may be shown */
export function shownName(file: string): string {
  return path.basename(file).replace(UNSHOWABLE, '\u{fffd}').slice(0, LONGEST_NAME)
}
