/** The sill's sentence, from the privacy log and nothing else. */

import { type ComputedRef, computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { PrivacyDay } from '../../../app/contract'
import { useFormat } from '../../composables/use-format'
import { useProgram } from '../../composables/use-program'

type Sentence = { readonly strong: string; readonly rest: string }

/** What a purpose is called in the sill: 'round-submit' -> 'round'. */
const KINDS = ['round', 'meter', 'bill', 'update'] as const

export function useSillSentence(day: () => PrivacyDay | null): ComputedRef<Sentence> {
  const { t } = useI18n()
  const f = useFormat()
  const { isSimulated } = useProgram()

  function contents(today: PrivacyDay): string {
    const counts = KINDS.map((kind) => ({ kind, count: messagesOf(today, kind) })).filter(({ count }) => count > 0)
    return f.value.list(counts.map(({ kind, count }) => t(`sill.kinds.${kind}`, { n: f.value.number(count) }, count)))
  }

  return computed(() => {
    const today = day()
    if (!today) return { strong: '', rest: '' }
    if (today.messages === 0) {
      return isSimulated.value
        ? { strong: t('sill.simulatedNothing'), rest: t('sill.inTruthNothing') }
        : { strong: t('sill.nothing'), rest: t('sill.alwaysHere') }
    }
    const bytes = f.value.bytes(today.bytes)
    return isSimulated.value
      ? { strong: t('sill.simulated', { bytes }), rest: t('sill.inTruthNothing') }
      : { strong: t('sill.today', { bytes }), rest: t('sill.inMessages', { contents: contents(today) }) }
  })
}

function messagesOf(day: PrivacyDay, kind: string): number {
  return day.recipients
    .filter((entry) => entry.purpose.startsWith(`${kind}-`))
    .reduce((sum, entry) => sum + entry.messages, 0)
}
