/** The two languages. Messages are compiled while building (trap 4: no compiler, hence no eval, in the window). */

import { createI18n } from 'vue-i18n'
import de from './locales/de.json'
import en from './locales/en.json'

export type Language = 'de' | 'en'

export function createMessages(language: Language) {
  return createI18n({
    legacy: false,
    locale: language,
    fallbackLocale: 'en',
    messages: { de, en },
    missingWarn: false,
    fallbackWarn: false
  })
}

/** The language to begin with, until the settings are known. */
export function languageOfSystem(): Language {
  return navigator.language.toLowerCase().startsWith('de') ? 'de' : 'en'
}
