/** Two files, a gateway's readings and a supplier's tariff, and what every tariff stage counted. */

import { AppError } from '../../app-error'
import { toTimeZone } from '../../domain/calendar'
import type { UtcSeconds } from '../../domain/interval'
import { decodeAr2418 } from '../formats/ar2418/decode-ar2418'
import { decodeTariff } from '../formats/ar2418/decode-tariff'
import { type RegisterResult, computeRegisters } from './compute-registers'

/**
 * @param period ends that are null are the tariff's own.
 * @throws AppError as decodeAr2418, decodeTariff and computeRegisters; ar2418-no-readings, registers-no-tariff.
 */
export async function readRegisters(
  readings: AsyncIterable<Uint8Array>,
  tariff: AsyncIterable<Uint8Array>,
  period: { readonly from: UtcSeconds | null; readonly to: UtcSeconds | null }
): Promise<RegisterResult> {
  const { lists } = await decodeAr2418(readings)
  if (lists.length === 0) throw new AppError('ar2418-no-readings')
  const { profile } = await decodeAr2418(tariff)
  if (!profile) throw new AppError('registers-no-tariff')
  const plan = decodeTariff(profile)
  const span = { start: period.from ?? plan.start, end: period.to ?? plan.end }
  // The format is German law's, and so is the clock its day profiles go by.
  return computeRegisters(lists, plan, span, toTimeZone('Europe/Berlin'))
}
