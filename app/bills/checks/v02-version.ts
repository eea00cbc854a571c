/** V2: a format and a suite that this version knows. A file of a later one is never called damaged. */

import type { FormatError } from '../../../crypto'
import type { Finding } from '../../contract'
import { finding } from './check'

/** @returns null where something else is wrong with the file */
export function versionFinding({ code, where }: FormatError): Finding | null {
  if (code !== 'newer-version') return null
  return finding('V2', 'newer-version', 'cannot-be-checked', {
    where,
    found: code,
    params: { place: where, reason: code }
  })
}
