/** Of several files on a command line, the one that cannot be read is named. */

import { AppError } from '../../app/app-error'
import { FormatError } from '../../crypto'

/** @throws AppError bill-file-unreadable { name, reason, place } where reading throws a FormatError. */
export function namingFile<Value>(name: string, read: () => Value): Value {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    throw new AppError('bill-file-unreadable', {
      name,
      reason: error.code.replaceAll('-', ' '),
      place: error.where === name ? 'its beginning' : error.where
    })
  }
}
