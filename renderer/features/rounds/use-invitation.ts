/** An invitation on its way in: chosen, dropped or pasted, looked at, and joined by when the person says so. */

import { shallowRef } from 'vue'
import type { Failure, InvitationView, RequestOf } from '../../../app/contract'
import type { ChosenFile } from '../../../app/contract/bridge'
import { useClient } from '../../composables/use-client'

export function useInvitation() {
  const { client } = useClient()
  const seen = shallowRef<InvitationView | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const joining = shallowRef(false)

  async function inspect(request: RequestOf<'rounds.inspect-invitation'>): Promise<void> {
    const answer = await client['rounds.inspect-invitation'](request)
    failure.value = answer.ok ? null : answer.error
    seen.value = answer.ok ? answer.value : null
  }

  async function take(files: readonly ChosenFile[]): Promise<void> {
    const [file] = files
    if (file) await inspect({ file: file.token })
  }

  async function choose(): Promise<void> {
    const chosen = await client['files.choose']({ kind: 'invitation', multiple: false })
    if (chosen.ok) await take(chosen.value)
    else failure.value = chosen.error
  }

  /** @returns whether the house is in the group now. */
  async function join(): Promise<boolean> {
    if (!seen.value) return false
    joining.value = true
    const answer = await client['rounds.join']({ text: seen.value.text })
    joining.value = false
    failure.value = answer.ok ? null : answer.error
    if (answer.ok) seen.value = null
    return answer.ok
  }

  function putAway(): void {
    seen.value = null
    failure.value = null
  }

  return { seen, failure, joining, take, choose, paste: (text: string) => inspect({ text }), join, putAway }
}
