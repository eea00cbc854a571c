/** A day lived up to the point where rosters are shown, for tests of what a household does with them. */

import { expect } from 'vitest'
import { FIRST_DAY, type Neighbourhood, type NeighbourhoodOptions, createNeighbourhood } from './test-neighbourhood'
import { timeOf } from './test-meter'

export const KEYS_TIME = timeOf(FIRST_DAY + 1, 600)
export const ROSTER_TIME = timeOf(FIRST_DAY + 2, 600)

/** A day up to the point where rosters are shown. */
export async function dayUnder(options: Partial<NeighbourhoodOptions>): Promise<Neighbourhood> {
  const all = createNeighbourhood({ seed: 'hostile rosters', ...options })
  await all.join()
  all.measure()
  await all.stepAll(KEYS_TIME)
  await all.stepAll(ROSTER_TIME)
  return all
}

/** Nothing was masked: rule W's log is empty and the collector has no SUBMIT. */
export function expectNothingSubmitted({ households, board }: Neighbourhood): void {
  for (const { store } of households) expect(store.counts(store.groups()[0]!.gid).submitted).toBe(0)
  for (const { ledger, meter } of households) expect(ledger.rhoOf(meter.id, timeOf(FIRST_DAY))).toBeNull()
  for (const { rho } of board.rosters(FIRST_DAY)) expect(board.submits(rho)).toEqual([])
}
