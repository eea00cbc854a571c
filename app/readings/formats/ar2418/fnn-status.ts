/**
 * The 64-bit status word of a gateway and its meter (FNN "Lastenheft Basiszähler"), as files carry it where they have no
 * PTB status: high half the gateway's, low half the meter's.
 */

import type { PtbStatus } from './ar2418-document'

const GATEWAY = {
  fatal: 1n << 40n,
  clockInvalid: 1n << 41n,
  warning: 1n << 44n,
  substitute: 1n << 45n,
  invalid: 1n << 46n
} as const
const METER_FATAL = 1n << 17n

/** The gravest of what the word says; undefined for anything but up to sixteen hexadecimal digits. */
export function statusOfFnn(text: string): PtbStatus | undefined {
  if (!/^[0-9a-f]{1,16}$/iu.test(text)) return undefined
  const word = BigInt(`0x${text}`)
  const has = (bits: bigint): boolean => (word & bits) !== 0n
  if (has(GATEWAY.fatal | METER_FATAL)) return 4
  if (has(GATEWAY.clockInvalid | GATEWAY.invalid)) return 3
  if (has(GATEWAY.substitute)) return 2
  return has(GATEWAY.warning) ? 1 : 0
}
