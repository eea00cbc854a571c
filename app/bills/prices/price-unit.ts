/** The units in which prices of energy are written, and their exact value in nano-euro per watt-hour. */

import type { PriceUnit } from '../../contract'
import { rdiv } from '../../domain/money'

/** 1 EUR/MWh = 1,000, 1 ct/kWh = 10,000, 1 EUR/kWh = 1,000,000 nano-euro per Wh; amounts are millionths. */
const MILLIONTHS_PER_NANO_EURO: Readonly<Record<PriceUnit, bigint>> = {
  'eur-per-mwh': 1000n,
  'ct-per-kwh': 100n,
  'eur-per-kwh': 1n
}

const EURO = '(?:€|eur|euro)'
const CENT = '(?:ct|cents?)'
const PER = '[\\s_]*(?:/|_|per|je|pro)[\\s_]*'
const WRITTEN: readonly (readonly [PriceUnit, RegExp])[] = [
  ['eur-per-mwh', new RegExp(`${EURO}${PER}mwh`, 'iu')],
  ['ct-per-kwh', new RegExp(`${CENT}${PER}kwh`, 'iu')],
  ['eur-per-kwh', new RegExp(`${EURO}${PER}kwh`, 'iu')]
]
const OTHER_MONEY = /£|\bgbp|pence|\bchf|rappen|\bsek|\bnok|\bdkk|\bpln|\bczk|\busd|\$/iu

/** The unit that some words name; null where they name none. */
export function priceUnitIn(text: string): PriceUnit | null {
  return WRITTEN.find(([, form]) => form.test(text))?.[0] ?? null
}

/** Whether some words name money that is not the euro. */
export function namesOtherMoney(text: string): boolean {
  return OTHER_MONEY.test(text)
}

/** @param millionths of the unit, a safe integer. @returns nano-euro per Wh, rounded once. */
export function nanoEuroPerWh(
  millionths: number,
  unit: PriceUnit
): { readonly price: bigint; readonly exact: boolean } {
  const [amount, by] = [BigInt(millionths), MILLIONTHS_PER_NANO_EURO[unit]]
  return { price: rdiv(amount, by), exact: amount % by === 0n }
}
