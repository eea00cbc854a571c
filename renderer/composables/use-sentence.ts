/** Turns the core's codes into sentences of the locales; a code without one gets a general sentence, never shows itself. */

import { useI18n } from 'vue-i18n'
import type { Params } from '../../app/contract'
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

export function useSentence(): Sentence {
  const { t, te } = useI18n()
  const format = useFormat()

  /** 'first' and 'last' of the same month share its name. */
  function spanOf({ first, last }: Params): string {
    if (typeof first !== 'string' || typeof last !== 'string' || !isLocalDate(first) || !isLocalDate(last)) return ''
    const { dayNumber, dayFull } = format.value
    const sameMonth = firstOfMonth(first) === firstOfMonth(last)
    return t('common.days', { first: sameMonth ? dayNumber(first) : dayFull(first), last: dayFull(last) })
  }

  return (table, code, params = {}) => {
    const key = [table, ...(ELSEWHERE[table] ?? [])].map((place) => `codes.${place}.${code}`).find((place) => te(place))
    return key === undefined
      ? t(`codes.${table}.unknown`)
      : t(key, { ...formatParams(code, params, format.value), span: spanOf(params) })
  }
}
