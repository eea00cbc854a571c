/**
 * What the columns of a table mean: guessed, confirmed by a person, remembered, and shared as a small rules file
 * (docs/readings.md 5). Nothing of a household is in it: names of columns, never their values.
 */

import { z } from 'zod'

export const LAYOUT_FORMAT = 'wattveil-layout/1'

const column = z.number().int().min(0).max(199)
const moment = z.strictObject({ date: column, time: column.nullable() })

export const layoutValue = z.strictObject({
  column,
  /** `net`: drawn where positive, fed in where negative. `rest`: drawn from the grid beside an energy community. */
  register: z.enum(['drawn', 'fed-in', 'net', 'rest']),
  /** Energy of the row's interval, what the register showed at the stamp, or mean power over the interval. */
  kind: z.enum(['interval', 'total', 'power']),
  unit: z.enum(['Wh', 'kWh', 'MWh', 'W', 'kW'])
})

export const tableLayout = z.strictObject({
  format: z.literal(LAYOUT_FORMAT),
  /** Names of the columns as they stand in the file, without what looks like a number of a meter. */
  columns: z.array(z.string().max(200)).min(1).max(200),
  order: z.enum(['ymd', 'dmy', 'mdy']),
  decimal: z.enum([',', '.']),
  /** Where the interval begins and ends; one of them is enough. */
  start: moment.nullable(),
  end: moment.nullable(),
  /** IANA name, or UTC+hh:mm; null for the household's. Unused where stamps have offsets. */
  zone: z.string().max(64).nullable(),
  values: z.array(layoutValue).min(1).max(200),
  meter: column.nullable(),
  /** Column whose words say which register a row speaks of. */
  label: column.nullable(),
  quality: column.nullable()
})

export type TableLayout = z.infer<typeof tableLayout>
export type LayoutValue = z.infer<typeof layoutValue>
export type Moment = z.infer<typeof moment>

/** What could be otherwise: then the person is asked. */
export const doubt = z.enum(['unit', 'direction', 'meaning', 'order', 'decimal', 'columns', 'kind', 'zone'])

export type Doubt = z.infer<typeof doubt>
