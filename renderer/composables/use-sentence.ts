/** Turns the core's codes into sentences of the locales; a code without one gets a general sentence, never shows itself. */

import { useI18n } from 'vue-i18n'
import type { Params } from '../../app/contract'
import type { Format } from '../format/create-format'
import { formatParams } from '../format/format-params'
import { firstOfMonth, isLocalDate } from '../format/local-date'
import { useFormat } from './use-format'

/** The tables of the locales under `codes`. */
export type SentenceTable =
  'error' | 'finding' | 'remark' | 'round' | 'simulation' | 'purpose' | 'arithmetic' | 'format' | 'core'

/** A file can be refused for what a check found in it, the core can stop for what a procedure would answer. */
const ELSEWHERE: Readonly<Partial<Record<SentenceTable, readonly SentenceTable[]>>> = {
  remark: ['error', 'finding'],
  error: ['remark', 'finding'],
  core: ['error'],
  simulation: ['error']
}

export type Sentence = (table: SentenceTable, code: string, params?: Params) => string

/** The words of one language: messages by key, whether there is one, and its numbers and dates. */
export type Language = {
  readonly t: (key: string, params?: Record<string, string>) => string
  readonly has: (key: string) => boolean
  readonly format: Format
}

export function useSentence(): Sentence {
  const { t, te } = useI18n()
  const format = useFormat()
  return (table, code, params = {}) =>
    sentenceIn(
      { t: (key, named = {}) => t(key, named), has: (key) => te(key), format: format.value },
      table,
      code,
      params
    )
}

/** The same in a language that need not be the window's. */
export function sentenceIn(language: Language, table: SentenceTable, code: string, params: Params): string {
  const { t, has, format } = language
  // Some kinds of one thing have a sentence of their own.
  const names = typeof params['kind'] === 'string' ? [`${code}-${params['kind']}`, code] : [code]
  const places = [table, ...(ELSEWHERE[table] ?? [])]
  const key = names.flatMap((name) => places.map((place) => `codes.${place}.${name}`)).find((place) => has(place))
  return key === undefined ? t(`codes.${table}.unknown`) : t(key, paramsIn(language, code, params, format))
}

/** Parameters of a sentence as they are written, with the span of days that two of them make. */
export function paramsIn(
  { t }: Pick<Language, 't'>,
  code: string,
  params: Params,
  format: Format
): Record<string, string> {
  return { ...formatParams(code, params, format), span: spanOf(t, params, format) }
}

/** 'first' and 'last' of the same month share its name. */
function spanOf(t: Language['t'], { first, last }: Params, { dayNumber, dayFull }: Format): string {
  if (typeof first !== 'string' || typeof last !== 'string' || !isLocalDate(first) || !isLocalDate(last)) return ''
  const sameMonth = firstOfMonth(first) === firstOfMonth(last)
  return t('common.days', { first: sameMonth ? dayNumber(first) : dayFull(first), last: dayFull(last) })
}
