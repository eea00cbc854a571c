/** Intl in the language of the settings and the zone of the meter; follows both. */

import { type ComputedRef, type InjectionKey, computed, inject, provide } from 'vue'
import { useI18n } from 'vue-i18n'
import { type Format, createFormat } from '../format/create-format'
import type { Program } from './use-program'

const KEY: InjectionKey<ComputedRef<Format>> = Symbol('format')

/** Called once, by the root component: its formatters are made once for all. */
export function provideFormat({ timeZone }: Pick<Program, 'timeZone'>): void {
  const { locale } = useI18n()
  provide(
    KEY,
    computed(() => createFormat(locale.value === 'de' ? 'de' : 'en', timeZone.value))
  )
}

/** @throws TypeError outside of the root component's tree. */
export function useFormat(): ComputedRef<Format> {
  const format = inject(KEY)
  if (!format) throw new TypeError('no format was provided')
  return format
}
