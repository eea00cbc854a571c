/** What a household does by itself: read its meters, take part in its group, ask for its bills. */

import { AppError } from '../../app/app-error'
import type { App } from '../../app/create-app'
import { TransportError } from '../../app/ports'
import type { Duty } from '../system/scheduler'

const METER_MS = 60_000
const BILLS_MS = 10 * 60_000

/**
 * @param app asked at each run: the household may be deleted and begun anew.
 * @param isHearing whether the collectors say themselves when there is news.
 */
export function householdDuties(
  app: () => App,
  report: (error: unknown) => void,
  isHearing: () => boolean
): readonly Duty[] {
  /** What the outside does or does not do is shown by the pages; it must not end the core. */
  const reaching = async (work: () => Promise<unknown>): Promise<boolean> => {
    try {
      await work()
      return true
    } catch (error) {
      if (error instanceof TransportError || error instanceof AppError) return false
      report(error)
      return false
    }
  }
  return [
    {
      name: 'readings',
      run: async () => {
        await reaching(() => app().readings.followMeters())
        // A meter in the house is asked again every minute, whatever it said.
        return true
      },
      dueIn: () => METER_MS
    },
    {
      name: 'rounds',
      run: async () => (await reaching(() => app().rounds.step())) && app().rounds.isReachable(),
      dueIn: () => app().rounds.dueIn(isHearing()) * 1000
    },
    { name: 'bills', run: () => reaching(() => app().bills.step()), dueIn: () => BILLS_MS }
  ]
}
