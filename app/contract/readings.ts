/** Views of readings. Arrays run over the slots of the period in order; null is a gap, never a zero. */

import { z } from 'zod'
import { code, fileToken, localDate, milliwattHours, nanoEuro, nothing, remark, shortText, utcSeconds } from './common'
import { filePreview, tableLayout } from './layouts'
import { event, procedure } from './procedure'

/** Names of meters that may stand in files and pages. */
export const meterName = z.string().regex(/^[0-9A-Za-z][0-9A-Za-z._-]{0,63}$/u)

export const quality = z.enum(['measured', 'estimated', 'substituted', 'missing'])

export const slot = z.strictObject({
  start: utcSeconds,
  seconds: z.number().int(),
  drawn: milliwattHours.nullable(),
  fedIn: milliwattHours.nullable(),
  quality,
  /** Cost of `drawn` in nano-euro; null without a tariff or a price. */
  cost: nanoEuro.nullable()
})

/** A stretch of one tariff stage. */
export const band = z.strictObject({
  start: utcSeconds,
  end: utcSeconds,
  name: shortText,
  /** Gross price in nano-euro per kWh. */
  price: nanoEuro,
  /** Rank of the price among the stages of the day, 1 = cheapest. */
  rank: z.number().int().min(1).max(3)
})

export const gap = z.strictObject({
  start: utcSeconds,
  end: utcSeconds,
  /** Energy over the gap where register readings on both sides tell it. */
  drawn: milliwattHours.nullable()
})

/** A source named another energy than the one that is stored; it was not taken. */
export const contradiction = z.strictObject({
  start: utcSeconds,
  end: utcSeconds,
  direction: z.enum(['drawn', 'fed-in']),
  found: milliwattHours,
  /** File name or meter address. */
  source: shortText
})

export const totals = z.strictObject({
  drawn: milliwattHours.nullable(),
  fedIn: milliwattHours.nullable(),
  cost: nanoEuro.nullable(),
  /** Lowest continuous power, whole watts (20th percentile of the slots). */
  baseLoad: z.number().int().nullable(),
  peak: z.strictObject({ start: utcSeconds, watts: z.number().int() }).nullable(),
  measured: z.number().int(),
  expected: z.number().int()
})

/** Of days that others are compared with: slots whose energy is known, alone or within a sum, and all that there are. */
export const knownSlots = z.strictObject({ known: z.number().int().min(0), all: z.number().int().min(0) })

export const readingsDay = z.strictObject({
  meterId: shortText,
  date: localDate,
  timeZone: shortText,
  /** Length of a slot as shown; 900 or as the source gives. */
  seconds: z.number().int(),
  /** 92, 96 or 100 quarter hours (or as many as `seconds` gives). */
  slots: z.array(slot).max(1500),
  /** Instant of the clock change inside this day. */
  clockChange: utcSeconds.nullable(),
  bands: z.array(band).max(100),
  gaps: z.array(gap).max(1500),
  contradictions: z.array(contradiction).max(200),
  totals,
  /** Day before, the same slots by wall clock; null where unknown. */
  previous: z.array(milliwattHours.nullable()).max(1500),
  previousDrawn: milliwattHours.nullable(),
  previousSlots: knownSlots,
  /** Usual day of this weekday: percentiles of the last eight such days; null with fewer than three. */
  usual: z
    .strictObject({
      low: z.array(milliwattHours.nullable()).max(1500),
      median: z.array(milliwattHours.nullable()).max(1500),
      high: z.array(milliwattHours.nullable()).max(1500)
    })
    .nullable()
})

export const readingsRange = z.strictObject({
  meterId: shortText,
  first: localDate,
  last: localDate,
  /** Newest day with at least one reading. */
  newest: localDate,
  directions: z.array(z.enum(['drawn', 'fed-in'])).max(2),
  /** What the person calls the meter; null where it has no name of its own. */
  name: shortText.nullable(),
  /** Counts what the home's own system makes, and nothing else. */
  isProduction: z.boolean(),
  /** Commonest length of the newest readings in seconds: from a day on there is no day to show. */
  seconds: z.number().int().nullable(),
  /** Meters that it came in place of, newest first, and the day it did. */
  replaced: z.array(z.strictObject({ meterId: shortText, on: localDate })).max(20)
})

export const importedMeter = z.strictObject({
  meterId: shortText,
  intervals: z.number().int(),
  added: z.number().int(),
  unchanged: z.number().int(),
  contradictions: z.number().int(),
  first: utcSeconds.nullable(),
  last: utcSeconds.nullable(),
  drawn: milliwattHours.nullable(),
  fedIn: milliwattHours.nullable()
})

export const importedFile = z.strictObject({
  name: shortText,
  format: code.nullable(),
  meters: z.array(importedMeter).max(100),
  remarks: z.array(remark).max(200),
  /** Why nothing of this file was taken; null when it was. */
  refused: remark.nullable()
})

export const overview = z.strictObject({
  day: readingsDay.nullable(),
  /** Sum so far against the median of usual days up to the same time. */
  againstUsual: milliwattHours.nullable(),
  /** Average power of the newest interval, watts. */
  lastPower: z.number().int().nullable(),
  month: z
    .strictObject({
      month: localDate,
      drawn: milliwattHours,
      cost: nanoEuro.nullable(),
      days: z.number().int(),
      daysInMonth: z.number().int(),
      /** Plain forecast: from the days so far and the weekdays to come. */
      forecastLow: nanoEuro.nullable(),
      forecastHigh: nanoEuro.nullable(),
      /** The same in energy; null with too few days to tell. */
      drawnLow: milliwattHours.nullable(),
      drawnHigh: milliwattHours.nullable(),
      previousDrawn: milliwattHours.nullable(),
      previousCost: nanoEuro.nullable()
    })
    .nullable()
})

export const readingsContract = {
  'readings.ranges': procedure(nothing, z.array(readingsRange).max(100)),
  'readings.day': procedure(z.strictObject({ meterId: shortText, date: localDate }), readingsDay),
  'readings.overview': procedure(nothing, overview),
  'readings.import': procedure(
    z.strictObject({
      files: z.array(fileToken).min(1).max(50),
      /** What the person said of tables with these columns. */
      layout: tableLayout.optional(),
      /** Where readings go whose file names no meter. */
      meterId: meterName.optional()
    }),
    // An archive has an entry for each file in it.
    z.array(importedFile).max(2500)
  ),
  'readings.cancel-import': procedure(nothing, nothing),
  /** What a table would bring under a layout; stores nothing. */
  'readings.preview': procedure(
    z.strictObject({ file: fileToken, layout: tableLayout.optional(), meterId: meterName.optional() }),
    filePreview
  ),
  'readings.keep-layout': procedure(z.strictObject({ layout: tableLayout }), nothing),
  'readings.save-layout': procedure(z.strictObject({ layout: tableLayout, target: fileToken }), nothing),
  'readings.open-layout': procedure(z.strictObject({ file: fileToken }), tableLayout),
  /** Writes a copy of a table without anything of the household in it. */
  'readings.share-sample': procedure(
    z.strictObject({ file: fileToken, target: fileToken }),
    z.strictObject({ lines: z.number().int() })
  ),
  'readings.export': procedure(
    z.strictObject({
      meterId: shortText,
      first: localDate,
      last: localDate,
      /** CSV with comma or point, Green Button, the format of German gateways. */
      style: z.enum(['de', 'en', 'espi', 'ar2418']),
      target: fileToken
    }),
    z.strictObject({ intervals: z.number().int() })
  ),
  /** Bytes read of bytes in the file, and readings and register totals found so far. */
  'readings.progress': event(
    z.strictObject({ file: shortText, done: z.number(), total: z.number(), rows: z.number().int() })
  ),
  'readings.changed': event(nothing)
} as const

export type ReadingsDay = z.infer<typeof readingsDay>
export type ReadingsRange = z.infer<typeof readingsRange>
export type ImportedFile = z.infer<typeof importedFile>
export type Overview = z.infer<typeof overview>
