/** Energy as kilowatt-hours in text: exact, with as many places as the source resolves. */

import { FINEST_EXPONENT } from '../../domain/energy'
import type { Amount } from './load-profile-file'

/** A kWh is 10^3 Wh. */
const WH_PLACES = 3
/** What gateways tell may be finer than a milliwatt-hour; whatever is stored is written and read. */
const MAX_PLACES = WH_PLACES + FINEST_EXPONENT

/** 0.238 for 238 Wh, 0.2384 for 2384 units of 0.1 Wh. @param mark decimal point or comma. */
export function writeKilowattHours({ amount, exponent }: Amount, mark: '.' | ','): string {
  const places = WH_PLACES + exponent
  const digits = amount.toString().padStart(places + 1, '0')
  return `${digits.slice(0, -places)}${mark}${digits.slice(-places)}`
}

/** Undefined for anything but digits, one mark and one to nine decimals; 'too-fine' for more of them. */
export function readKilowattHours(text: string, mark: '.' | ','): Amount | 'too-fine' | undefined {
  const [whole, fraction, ...rest] = text.split(mark)
  if (whole === undefined || fraction === undefined || rest.length > 0) return undefined
  if (!/^(?:0|[1-9]\d{0,8})$/u.test(whole) || !/^\d{1,30}$/u.test(fraction)) return undefined
  if (fraction.length > MAX_PLACES) return 'too-fine'
  const places = Math.max(fraction.length, WH_PLACES)
  return { amount: BigInt(whole + fraction.padEnd(places, '0')), exponent: places - WH_PLACES }
}
