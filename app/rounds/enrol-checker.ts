/** Checks ENROLs once: they come with every roster, and two signatures each would be most of a day's work. */

import { type Primitives, toHex } from '../../crypto'
import { type SignedEnrol, encodeEnrol, verifyEnrol } from './messages/enrol'

/** True when the ENROL's keys are fit and its signatures hold. */
export type EnrolChecker = (signed: SignedEnrol) => boolean

/** Members of several rosters. */
const REMEMBERED = 1024

/** Remembers good ENROLs by the hash of all their bytes, signatures included; bad ones are checked each time. */
export function createEnrolChecker(primitives: Primitives): EnrolChecker {
  const good = new Set<string>()
  return (signed) => {
    const name = toHex(primitives.sha256(encodeEnrol(signed)))
    if (good.has(name)) return true
    if (!verifyEnrol(primitives, signed)) return false
    if (good.size >= REMEMBERED) good.clear()
    good.add(name)
    return true
  }
}
