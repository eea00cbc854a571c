/** Writing the evidence of a bill to a file that the person names. */

import { shallowRef } from 'vue'
import type { Failure } from '../../../../app/contract'
import { useClient } from '../../../composables/use-client'

export function useEvidenceFile() {
  const { client } = useClient()
  const saved = shallowRef<{ readonly name: string; readonly bytes: number } | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const busy = shallowRef(false)

  async function choose(suggestedName: string): Promise<{ token: string; name: string } | null> {
    const chosen = await client['files.choose-target']({ suggestedName, kind: 'evidence' })
    if (!chosen.ok) failure.value = chosen.error
    return chosen.ok ? chosen.value : null
  }

  /** @param show starts of the readings that the person picked */
  async function save(hash: string, suggestedName: string, show: readonly number[]): Promise<void> {
    if (busy.value) return
    busy.value = true
    saved.value = null
    failure.value = null
    const target = await choose(suggestedName)
    if (target) {
      const answer = await client['bills.save-evidence']({ hash, target: target.token, show: [...show] })
      if (answer.ok) saved.value = { name: target.name, bytes: answer.value.bytes }
      else failure.value = answer.error
    }
    busy.value = false
  }

  return { saved, failure, busy, save }
}
