/** Prices from a file for one of the person's own tariffs: looked at first, kept when the person says so. */

import { computed, shallowRef } from 'vue'
import type { ChosenFile } from '../../../../app/contract/bridge'
import type { Failure, PriceUnit, PricesFromFile } from '../../../../app/contract'
import { useAnswer } from '../../../composables/use-answer'
import { useClient } from '../../../composables/use-client'

/** @param tariff id of an own tariff with an exchange price */
export function usePrices(tariff: string) {
  const { client } = useClient()
  const kept = useAnswer(() => client['tariffs.prices']({ tariff }))
  const file = shallowRef<ChosenFile | null>(null)
  const preview = shallowRef<PricesFromFile | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const saved = shallowRef<PricesFromFile | null>(null)
  const busy = shallowRef(false)
  const isComplete = computed(() => preview.value !== null && preview.value.mean !== null)

  async function ask(answers: { unit: PriceUnit | null; column: number | null }, keep: boolean): Promise<void> {
    if (!file.value || busy.value) return
    busy.value = true
    failure.value = null
    const answer = await client['tariffs.prices-from-file']({ file: file.value.token, tariff, ...answers, keep })
    busy.value = false
    if (!answer.ok) {
      failure.value = answer.error
      preview.value = null
      return
    }
    preview.value = answer.value
    if (answer.value.kept === null) return
    saved.value = answer.value
    preview.value = null
    file.value = null
    await kept.reload()
  }

  async function take(files: readonly ChosenFile[]): Promise<void> {
    file.value = files[0] ?? null
    preview.value = null
    saved.value = null
    await ask({ unit: null, column: null }, false)
  }

  async function choose(): Promise<void> {
    const chosen = await client['files.choose']({ kind: 'prices', multiple: false })
    if (!chosen.ok) failure.value = chosen.error
    else if (chosen.value.length > 0) await take(chosen.value)
  }

  const terms = () => ({ unit: preview.value?.unit ?? null, column: preview.value?.column ?? null })

  async function remove(id: string): Promise<void> {
    const answer = await client['tariffs.remove-prices']({ id })
    failure.value = answer.ok ? null : answer.error
    await kept.reload()
  }

  return {
    kept,
    file,
    preview,
    failure,
    saved,
    busy,
    isComplete,
    take,
    choose,
    remove,
    setUnit: (unit: PriceUnit) => ask({ ...terms(), unit }, false),
    setColumn: (column: number) => ask({ ...terms(), column }, false),
    keep: () => ask(terms(), true)
  }
}
