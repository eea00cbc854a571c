/**
 * libsodium in C. npm has no build of it for every platform, so it is the machine's own, called by Python, and a machine
 * that lacks either has no such yardstick.
 */

import { execFile } from 'node:child_process'
import path from 'node:path'
import { BLINDING_BASE, encodePoint, toHex } from '../../../crypto'
import type { Openings } from '../stand/openings'

const PROGRAM = path.resolve(import.meta.dirname, 'native_libsodium.py')

export type NativeTimes = {
  /** Milliseconds for all openings, on one thread. */
  readonly processor: number
  readonly clock: number
}

/** @returns null where this machine has no Python or no libsodium. @throws Error where it refuses a true opening. */
export function checkedByNativeLibsodium(each: Openings['each']): Promise<NativeTimes | null> {
  const base = toHex(encodePoint(BLINDING_BASE))
  const lines = each.map(({ commitment, valueBytes, blindingBytes }) =>
    [toHex(commitment), toHex(valueBytes), toHex(blindingBytes), base].join(' ')
  )
  return new Promise((resolve, reject) => {
    const child = execFile('python3', [PROGRAM], (error, output, complaints) => {
      const [processor, clock] = output.trim().split(' ').map(Number)
      if (!error && processor && clock) resolve({ processor, clock })
      else if (complaints.includes('refused')) reject(new Error(complaints.trim()))
      else resolve(null)
    })
    // It may have ended for want of a library before it has read anything.
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(lines.join('\n'))
  })
}
