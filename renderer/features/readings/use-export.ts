/** Writing readings to a file that the person names. */

import { shallowRef } from 'vue'
import type { Failure } from '../../../app/contract'
import { useClient } from '../../composables/use-client'

export type ExportRange = { readonly meterId: string; readonly first: string; readonly last: string }

export function useExport() {
  const { client } = useClient()
  const written = shallowRef<{ readonly name: string; readonly intervals: number } | null>(null)
  const failure = shallowRef<Failure | null>(null)

  async function write(range: ExportRange, style: 'de' | 'en'): Promise<void> {
    written.value = null
    failure.value = null
    const suggestedName = `wattveil-${range.first}-${range.last}.csv`
    const target = await client['files.choose-target']({ suggestedName, kind: 'csv' })
    if (!target.ok) {
      failure.value = target.error
      return
    }
    if (target.value === null) return
    const answer = await client['readings.export']({ ...range, style, target: target.value.token })
    if (answer.ok) written.value = { name: target.value.name, intervals: answer.value.intervals }
    else failure.value = answer.error
  }

  return { written, failure, write }
}
