/**
 * Self-consumption, as far as meters can tell it: what the home's own system makes and uses at once passes no meter at
 * the house's border, so it is known only where another meter counts what is made (docs/readings.md 3).
 */

import type { ReadingsSpan } from '../../contract/spans'
import { toLocalDate } from '../../domain/calendar'
import { type Raster, UNKNOWN } from '../profile-store'
import { type LoadProfile, readProfile } from './read-profile'
import type { ViewContext } from './view-context'

/** Null without a meter of what is made, or without a slot in which all three are known. */
export function ownPowerOf(context: ViewContext, meterId: string, profile: LoadProfile): ReadingsSpan['ownPower'] {
  const meters = context.productionMeters.filter((one) => one !== meterId)
  const [first, last] = [profile.days.dates[0], profile.days.dates.at(-1)]
  if (meters.length === 0 || context.productionMeters.includes(meterId) || !first || !last) return null
  const made = meters.map((meter) =>
    readProfile(context, meter, toLocalDate(first), toLocalDate(last), { raster: profile.raster as Raster })
  )
  let [produced, usedHere, fedIn, consumed, slots] = [0, 0, 0, 0, 0]
  for (let slot = 0; slot < profile.drawn.energies.length; slot++) {
    const [drawn, fed] = [profile.drawn.energies[slot] ?? UNKNOWN, profile.fedIn.energies[slot] ?? UNKNOWN]
    const energies = made.map((one) => producedIn(one, slot))
    if (drawn === UNKNOWN || fed === UNKNOWN || energies.includes(UNKNOWN)) continue
    const all = energies.reduce((sum, energy) => sum + energy, 0)
    // Two meters never tick together: a little more fed in than made is nothing used, not less than nothing.
    const used = Math.max(0, all - fed)
    produced += all
    usedHere += used
    fedIn += fed
    consumed += drawn + used
    slots += 1
  }
  return slots === 0 ? null : { produced, usedHere, fedIn, consumed, slots }
}

/** A meter of a system counts what is made on either register, whichever way round it was put in. */
function producedIn({ drawn, fedIn }: LoadProfile, slot: number): number {
  return Math.max(drawn.energies[slot] ?? UNKNOWN, fedIn.energies[slot] ?? UNKNOWN)
}
