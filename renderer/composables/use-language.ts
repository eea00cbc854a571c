/** The words of a language that the person chose for one paper, whatever the window speaks. */

import { useI18n } from 'vue-i18n'
import { createFormat } from '../format/create-format'
import { useProgram } from './use-program'
import type { Language } from './use-sentence'

export function useLanguage(): (language: 'de' | 'en') => Language {
  const { t, te } = useI18n()
  const { timeZone } = useProgram()
  return (language) => ({
    t: (key, params = {}) => t(key, params, { locale: language }),
    has: (key) => te(key, language),
    format: createFormat(language, timeZone.value)
  })
}
