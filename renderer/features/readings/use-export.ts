/** Writing readings to a file that the person names. */

import { shallowRef } from 'vue'
import type { Failure } from '../../../app/contract'
import { useClient } from '../../composables/use-client'

/** Styles of a file of readings, as the export's menu lists them. */
export const EXPORT_STYLES = ['de', 'en', 'espi', 'ar2418'] as const

export type ExportStyle = (typeof EXPORT_STYLES)[number]

export type ExportRange = { readonly meterId: string; readonly first: string; readonly last: string }

export function useExport() {
  const { client } = useClient()
  const written = shallowRef<{ readonly name: string; readonly intervals: number } | null>(null)
  const failure = shallowRef<Failure | null>(null)

  async function write(range: ExportRange, style: ExportStyle): Promise<void> {
    written.value = null
    failure.value = null
    const kind = style === 'de' || style === 'en' ? 'csv' : 'xml'
    const suggestedName = `wattveil-${range.first}-${range.last}.${kind}`
    const target = await client['files.choose-target']({ suggestedName, kind })
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
