/** Views of readings over more than a day. Arrays are columns of one table: the same index is the same row. */

import { z } from 'zod'
import { localDate, milliwattHours, nanoEuro, shortText, utcSeconds } from './common'
import { procedure } from './procedure'
import { band, gap, knownSlots, totals } from './readings'

/** Eleven years of days. */
const MOST_ROWS = 4018
/** A cell per hour of the day. */
const HOURS = 24
const MOST_COLUMNS = 600

const amounts = z.array(milliwattHours.nullable()).max(MOST_ROWS)
const counts = z.array(z.number().int().min(0)).max(MOST_ROWS)
const days = { first: localDate, last: localDate }

/** Energy that is known only as a sum over several rows. */
const longSum = z.strictObject({
  start: utcSeconds,
  end: utcSeconds,
  drawn: milliwattHours.nullable(),
  fedIn: milliwattHours.nullable()
})

/** Energy and cost of one tariff stage. */
const stageShare = z.strictObject({
  name: shortText,
  /** Lowest and highest gross price, nano-euro per kWh. */
  low: nanoEuro,
  high: nanoEuro,
  drawn: milliwattHours,
  cost: nanoEuro
})

/** What the home's own system made and where it went; only with a meter that counts nothing else. */
const ownPower = z.strictObject({
  produced: milliwattHours,
  /** Produced and not fed in. */
  usedHere: milliwattHours,
  fedIn: milliwattHours,
  /** Drawn and used from the own system. */
  consumed: milliwattHours,
  /** Slots in which all three are known. */
  slots: z.number().int()
})

export const readingsSpan = z.strictObject({
  meterId: shortText,
  ...days,
  timeZone: shortText,
  by: z.enum(['hour', 'day']),
  /** Commonest length of the readings; null without any. */
  seconds: z.number().int().nullable(),
  /** First instant of each row, and the instant after the last. */
  starts: z.array(utcSeconds).max(MOST_ROWS + 1),
  drawn: amounts,
  fedIn: amounts,
  /** Cost of `drawn`; null without a tariff or a price. */
  cost: z.array(nanoEuro.nullable()).max(MOST_ROWS),
  /** Slots with energy; of these, estimated or substituted ones; slots that are over. */
  measured: counts,
  estimated: counts,
  expected: counts,
  /** Values that another source named otherwise and that were not taken. */
  contradictions: counts,
  long: z.array(longSum).max(MOST_ROWS),
  /** Of rows by the hour only. */
  bands: z.array(band).max(1000),
  gaps: z.array(gap).max(1000),
  totals,
  stages: z.array(stageShare).max(20),
  /** True while prices of these days are still being worked out; then costs are null. */
  costPending: z.boolean(),
  compare: z.strictObject({ ...days, starts: z.array(utcSeconds).max(MOST_ROWS + 1), drawn: amounts }).nullable(),
  compareDrawn: milliwattHours.nullable(),
  compareSlots: knownSlots.nullable(),
  ownPower: ownPower.nullable()
})

export const readingsPattern = z.strictObject({
  meterId: shortText,
  ...days,
  direction: z.enum(['drawn', 'fed-in']),
  /** A column per day or, for long spans, per week; 24 cells each, average energy of that hour. */
  by: z.enum(['day', 'week']),
  columns: z.array(localDate).max(MOST_COLUMNS),
  cells: z.array(milliwattHours.nullable()).max(MOST_COLUMNS * HOURS),
  /** Load duration: watts that were reached or passed for 0, 1, ... 100 % of the slots; null with fewer than 10. */
  duration: z.array(z.number().int()).length(101).nullable(),
  /** Slots that the duration counts, and their length. */
  slots: z.number().int(),
  seconds: z.number().int()
})

export const spansContract = {
  'readings.span': procedure(
    z.strictObject({
      meterId: shortText,
      ...days,
      by: z.enum(['hour', 'day']),
      /** Days to set beside, row by row. */
      compare: z.strictObject(days).nullable()
    }),
    readingsSpan
  ),
  'readings.pattern': procedure(
    z.strictObject({ meterId: shortText, ...days, direction: z.enum(['drawn', 'fed-in']) }),
    readingsPattern
  )
} as const

export type ReadingsSpan = z.infer<typeof readingsSpan>
export type ReadingsPattern = z.infer<typeof readingsPattern>
