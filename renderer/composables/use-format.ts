/** Intl in the language of the settings and the zone of the meter; follows both. */

import { type ComputedRef, computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { type Format, createFormat } from '../format/create-format'
import { useProgram } from './use-program'

export function useFormat(): ComputedRef<Format> {
  const { locale } = useI18n()
  const { timeZone } = useProgram()
  return computed(() => createFormat(locale.value === 'de' ? 'de' : 'en', timeZone.value))
}
