/** What a household uses, interval by interval: the input of a virtual meter. */

import type { UnitExponent } from '../../app/domain/energy'
import type { UtcSeconds } from '../../app/domain/interval'

export type IntervalEnergy = {
  /** In units of 10^-unitExp Wh. */
  readonly drawn: bigint
  readonly fedIn: bigint
}

export type Load = {
  readonly seconds: number
  readonly unitExp: UnitExponent
  readonly hasFeedIn: boolean
  /** First instant after the load's last interval; null when it never ends. */
  readonly end: UtcSeconds | null
  /** @throws RangeError off the raster, before the load's start or after its end. */
  energyAt(intervalStart: UtcSeconds): IntervalEnergy
}
