/** A draft under the editor's hands: what is wrong with it and where, what a household would not agree to, and keeping it. */

import { computed, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Failure, TariffJudgement, TariffProblem } from '../../../../app/contract'
import { useClient } from '../../../composables/use-client'
import { useFormat } from '../../../composables/use-format'
import { formatParams } from '../../../format/format-params'
import { type DraftFaults, componentAt, placeOf, provideDraftFaults } from './draft-faults'
import { readDraft, writeDraft } from './tariff-draft'

/** Called by the editor, once; `id` null makes a new tariff. */
export function useTariffEditor(id: string | null, body: string) {
  const { t, te, locale } = useI18n()
  const { client } = useClient()
  const f = useFormat()
  const language = locale.value === 'de' ? 'de' : 'en'
  const draft = ref(readDraft(body, language))
  const unread = shallowRef<readonly string[]>([])
  const judgement = shallowRef<TariffJudgement | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const busy = shallowRef(false)

  const faults = computed<DraftFaults>(
    () =>
      new Map([
        ...unread.value.map((at) => [at, ''] as const),
        ...(judgement.value?.problems ?? []).map(
          (problem) => [placeOf(problem, draft.value), sentence(problem)] as const
        )
      ])
  )
  const problems = computed(() => {
    const count = unread.value.length
    const fields = count > 0 ? [t('bills.ordinary.lookAgain', { n: count }, count)] : []
    return [...fields, ...(judgement.value?.problems.map(withPart) ?? [])]
  })
  const refusals = computed(() =>
    judgement.value?.problems.length === 0
      ? judgement.value.refusals.map((refusal) => wordsOf('refusals', refusal))
      : []
  )
  provideDraftFaults(faults)

  function sentence(problem: TariffProblem): string {
    return wordsOf('problems', problem)
  }

  function wordsOf(table: 'problems' | 'refusals', { code, params }: TariffProblem): string {
    const key = `settings.tariffs.${table}.${code}`
    return t(te(key) ? key : `settings.tariffs.${table}.unknown`, formatParams(code, params, f.value))
  }

  function withPart(problem: TariffProblem): string {
    const part = componentAt(placeOf(problem, draft.value), draft.value)
    return part === null ? sentence(problem) : `${part}: ${sentence(problem)}`
  }

  /** @returns whether it is kept */
  async function save(): Promise<boolean> {
    if (busy.value) return false
    const warned = refusals.value.length > 0
    const written = writeDraft(draft.value, language)
    unread.value = written.wrong
    failure.value = null
    judgement.value = null
    if (written.body === null) return false
    busy.value = true
    const kept = await keep(written.body, warned)
    busy.value = false
    return kept
  }

  /** @param warned the person has read what speaks against it, and wants it all the same */
  async function keep(written: string, warned: boolean): Promise<boolean> {
    const judged = await client['tariffs.validate']({ body: written })
    if (!judged.ok) {
      failure.value = judged.error
      return false
    }
    judgement.value = judged.value
    if (judged.value.problems.length > 0 || (judged.value.refusals.length > 0 && !warned)) return false
    const saved = await client['tariffs.save']({ id, body: written })
    if (!saved.ok) failure.value = saved.error
    return saved.ok
  }

  return { draft, problems, refusals, failure, busy, save }
}
