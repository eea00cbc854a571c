/** The privacy log as a file where the person chooses. */

import { ref, shallowRef } from 'vue'
import type { Failure } from '../../../app/contract'
import { useClient } from '../../composables/use-client'

export function usePrivacyExport() {
  const { client } = useClient()
  const failure = shallowRef<Failure | null>(null)
  /** Entries in the file last written. */
  const written = ref<number | null>(null)

  async function write(style: 'csv' | 'json'): Promise<void> {
    failure.value = null
    written.value = null
    const target = await client['files.choose-target']({ suggestedName: `wattveil-privacy-log.${style}`, kind: style })
    if (!target.ok) failure.value = target.error
    if (!target.ok || target.value === null) return
    const answer = await client['privacy.export']({ target: target.value.token, style })
    if (answer.ok) written.value = answer.value.entries
    else failure.value = answer.error
  }

  return { failure, written, write }
}
