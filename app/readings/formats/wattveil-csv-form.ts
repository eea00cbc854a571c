/** What the writer and the reader of the program's own CSV share (docs/csv-format.md), version 1. */

/** `de`: semicolon and decimal comma; `en`: comma and decimal point. */
export type NumberStyle = 'de' | 'en'

export const TITLE = '# wattveil-readings 1'
export const COLUMNS = ['start', 'end', 'drawn', 'fed-in', 'quality'] as const
export const MARKS = { de: { cell: ';', decimal: ',' }, en: { cell: ',', decimal: '.' } } as const

/** Names of meters that may stand in a file. */
export const METER_NAME = /^[0-9A-Za-z][0-9A-Za-z._-]{0,63}$/u
