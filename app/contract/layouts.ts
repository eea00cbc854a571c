/**
 * What the columns of a table mean: guessed, confirmed by a person, remembered, and shared as a small rules file
 * (docs/readings.md 5). Nothing of a household is in it: names of columns, never their values.
 */

import { z } from 'zod'
import { keptText, milliwattHours, remark, utcSeconds } from './common'

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
  columns: z.array(keptText.max(200)).min(1).max(200),
  order: z.enum(['ymd', 'dmy', 'mdy']),
  decimal: z.enum([',', '.']),
  /** Where the interval begins and ends; one of them is enough. */
  start: moment.nullable(),
  end: moment.nullable(),
  /** IANA name, or UTC+hh:mm; null for the household's. Unused where stamps have offsets. */
  zone: keptText.max(64).nullable(),
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
export const doubt = z.enum(['unit', 'direction', 'meaning', 'order', 'decimal', 'columns', 'kind', 'zone', 'medium'])

export type Doubt = z.infer<typeof doubt>

/** One column of a table as the person sees it. */
export const tableColumn = z.strictObject({
  name: z.string().max(200),
  kind: z.enum(['stamp', 'date', 'time', 'number', 'text', 'empty']),
  /** The first cells. */
  samples: z.array(z.string().max(60)).max(3)
})

/** What a file would bring, before anything of it is stored. */
export const filePreview = z.strictObject({
  name: z.string().max(200),
  columns: z.array(tableColumn).max(200),
  /** Columns are times of the day: their meaning is not chosen one by one. */
  isMatrix: z.boolean(),
  /** As given, or as guessed; null where no column looks like energy. */
  layout: tableLayout.nullable(),
  doubts: z.array(doubt).max(9),
  meterId: keptText.max(64),
  /** The first rows as they would be stored. Energies in milliwatt-hours. */
  rows: z
    .array(
      z.strictObject({
        start: utcSeconds,
        end: utcSeconds,
        drawn: milliwattHours.nullable(),
        fedIn: milliwattHours.nullable()
      })
    )
    .max(12),
  intervals: z.number().int(),
  first: utcSeconds.nullable(),
  last: utcSeconds.nullable(),
  drawn: milliwattHours.nullable(),
  fedIn: milliwattHours.nullable(),
  remarks: z.array(remark).max(200),
  refused: remark.nullable()
})

export type TableColumn = z.infer<typeof tableColumn>
export type FilePreview = z.infer<typeof filePreview>
