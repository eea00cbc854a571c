/** How dates and times are written; the words and their order come from Intl. */

const CLOCK = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
const WHOLE = { day: 'numeric', month: 'long', year: 'numeric' } as const

/** Calendar days, which lie in no zone. */
export const DAY_STYLES = {
  dayLong: { weekday: 'long', ...WHOLE },
  dayFull: WHOLE,
  dayMonth: { day: 'numeric', month: 'long' },
  dayShort: { day: '2-digit', month: '2-digit', year: 'numeric' },
  monthShort: { month: 'short' },
  weekdayAndDay: { weekday: 'short', day: 'numeric' },
  weekdayAndDayLong: { weekday: 'long', day: 'numeric', month: 'long' },
  weekday: { weekday: 'long' },
  weekdayShort: { weekday: 'short' },
  monthLong: { month: 'long', year: 'numeric' },
  month: { month: 'long' }
} as const satisfies Styles

/** Instants, by the clock on the wall. */
export const INSTANT_STYLES = {
  time: CLOCK,
  dayAndTime: { day: 'numeric', month: 'short', year: 'numeric', ...CLOCK },
  hourOf: { weekday: 'short', ...CLOCK },
  dayOf: WHOLE,
  dayMonthOf: { day: 'numeric', month: 'long' },
  weekdayOf: { weekday: 'short', day: 'numeric', month: 'long' },
  instant: { day: '2-digit', month: '2-digit', year: 'numeric', ...CLOCK }
} as const satisfies Styles

/** From one day to another. */
export const RANGE_STYLE = { day: 'numeric', month: 'short', year: 'numeric' } as const

type Styles = Readonly<Record<string, Intl.DateTimeFormatOptions>>
