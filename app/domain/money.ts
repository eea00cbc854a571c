/** Prices and amounts as whole numbers, and the one rounding rule of the product. */

import type { UnitExponent } from './energy'

declare const price: unique symbol
declare const amount: unique symbol
declare const cents: unique symbol

/** Signed price in nano-euro per watt-hour (1 ct/kWh = 10,000); |p| < 2^31; spot prices may be negative. */
export type NanoEuroPerWh = bigint & { readonly [price]: true }

/** Signed amount in units of 10^-unitExp nano-euro: price times energy, exact, before rounding. */
export type AmountUnits = bigint & { readonly [amount]: true }

/** Signed whole euro cents. */
export type Cents = bigint & { readonly [cents]: true }

const PRICE_LIMIT = 2n ** 31n

/** @throws RangeError unless |value| < 2^31. */
export function toPrice(value: bigint): NanoEuroPerWh {
  if (value <= -PRICE_LIMIT || value >= PRICE_LIMIT) throw new RangeError('price: out of range')
  return value as NanoEuroPerWh
}

/** Marks an exact product of price and energy (or a fee already multiplied by 10^unitExp). */
export function toAmount(value: bigint): AmountUnits {
  return value as AmountUnits
}

/** Marks a whole number of cents. */
export function toCents(value: bigint): Cents {
  return value as Cents
}

/**
 * rdiv(a, b) = sign(a) * floor((2|a| + b) / (2b)): division rounded half away from zero.
 * The only rounding in the product. @throws RangeError unless b > 0.
 */
export function rdiv(a: bigint, b: bigint): bigint {
  if (b <= 0n) throw new RangeError('rdiv: divisor must be positive')
  const magnitude = a < 0n ? -a : a
  const rounded = (2n * magnitude + b) / (2n * b)
  return a < 0n ? -rounded : rounded
}

/** Cents of an exact amount: rdiv(x, 10^(7 + unitExp)). */
export function centsOf(value: AmountUnits, unitExp: UnitExponent): Cents {
  return rdiv(value, 10n ** BigInt(7 + unitExp)) as Cents
}
