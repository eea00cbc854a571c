/** Energy as whole numbers: never a float, the unit in the type (docs/bill-format.md 2). */

declare const energyUnits: unique symbol

/** Decimal places below one watt-hour that a meter resolves; fixed for a meter's life by its GENESIS. */
export type UnitExponent = 0 | 1 | 2

/** An amount of energy as a whole number of 10^-unitExp Wh. The exponent travels beside it. */
export type EnergyUnits = bigint & { readonly [energyUnits]: true }

/** Direction of energy as seen by the household; `drawn` is OBIS 1.8.0 (A+), `fed-in` is 2.8.0 (A-). */
export type Direction = 'drawn' | 'fed-in'

/** Places below one watt-hour in which every view and file of the app speaks: milliwatt-hours. */
export const VIEW_EXPONENT = 3

/** @throws RangeError if the amount is negative. */
export function toEnergyUnits(amount: bigint): EnergyUnits {
  if (amount < 0n) throw new RangeError('energy: negative amount')
  return amount as EnergyUnits
}

/**
 * Largest amount one interval may hold: v < 2^24 * 10^unitExp (a 24-bit number of Wh).
 * Source: docs/protocol/meter-chain.md 1; keeps every sum of a year below 2^53 in watt-hours.
 */
export function maxIntervalEnergy(unitExp: UnitExponent): bigint {
  return 2n ** 24n * 10n ** BigInt(unitExp) - 1n
}

/** Finest resolution that a source may have: micro-watt-hours. */
export const FINEST_EXPONENT = 6

/** Whole milliwatt-hours for a view: exact up to unitExp 3, finer ones rounded half up. @throws RangeError beyond 2^53. */
export function toMilliwattHours(amount: bigint, unitExp: number): number {
  if (unitExp < 0 || unitExp > FINEST_EXPONENT) throw new RangeError('energy: exponent out of range')
  const part = 10n ** BigInt(Math.max(0, unitExp - VIEW_EXPONENT))
  const whole = amount * 10n ** BigInt(Math.max(0, VIEW_EXPONENT - unitExp))
  const milli = Number((whole + part / 2n) / part)
  if (!Number.isSafeInteger(milli)) throw new RangeError('energy: too large for a view')
  return milli
}
