/** What others sent may be anything: where it is not even a message, that is an answer like any other. */

import { FormatError } from '../../../crypto'

/** What `decode` makes; null where it finds that the bytes are malformed. @throws what else `decode` throws. */
export function unlessMalformed<Value>(decode: () => Value): Value | null {
  try {
    return decode()
  } catch (error) {
    if (error instanceof FormatError) return null
    throw error
  }
}
