/** What identifies a meter and a register of it (docs/protocol/meter-chain.md 1). */

import { FormatError, utf8 } from '../../../crypto'
import type { Direction } from '../energy'

declare const meterId: unique symbol

/** 1 to 32 characters of [0-9A-Z]. */
export type MeterId = string & { readonly [meterId]: true }

/** u16 = 256*C + D of A-B:C.D.E. No others in version 1. */
export type Obis = 0x0108 | 0x0208

export const OBIS_DRAWN = 0x0108
export const OBIS_FED_IN = 0x0208

/** L0 the meter itself signs; L1 a sealed bridge; L2 own software: worth arithmetic only. */
export type AssuranceLevel = 0 | 1 | 2

/** One register of one meter: the unit a hash chain belongs to. */
export type ChainId = { readonly meterId: MeterId; readonly obis: Obis }

/** @throws FormatError meter-id. */
export function toMeterId(text: string): MeterId {
  if (!/^[0-9A-Z]{1,32}$/u.test(text)) throw new FormatError('meter-id', 'meterId')
  return text as MeterId
}

/** @throws FormatError obis. */
export function toObis(value: number): Obis {
  if (value !== OBIS_DRAWN && value !== OBIS_FED_IN) throw new FormatError('obis', 'obis')
  return value
}

export function directionOf(obis: Obis): Direction {
  return obis === OBIS_DRAWN ? 'drawn' : 'fed-in'
}

/** A chain's name for keys of maps and rows: meterId and obis, unambiguous. */
export function chainKey(chain: ChainId): string {
  return `${chain.meterId}:${chain.obis.toString(16).padStart(4, '0')}`
}

/** ASCII bytes of a meter id. */
export function meterIdBytes(id: MeterId): Uint8Array {
  return utf8(id)
}
