/** What is known of newer versions of the program, kept fresh. */

import { onScopeDispose, shallowRef } from 'vue'
import type { Failure, Result, UpdateState } from '../../app/contract'
import { useClient } from './use-client'

export function useUpdates() {
  const { client, subscribe } = useClient()
  const state = shallowRef<UpdateState | null>(null)
  const failure = shallowRef<Failure | null>(null)

  const take = (answer: Result<UpdateState>): void => {
    failure.value = answer.ok ? null : answer.error
    if (answer.ok) state.value = answer.value
  }

  async function install(): Promise<void> {
    const answer = await client['updates.install']({})
    failure.value = answer.ok ? null : answer.error
  }

  onScopeDispose(subscribe('updates.changed', (changed) => (state.value = changed)))
  void client['updates.state']({}).then(take)
  return {
    state,
    /** Of the last thing that was asked for; what went wrong with an update stands in the state. */
    failure,
    change: async (on: boolean) => take(await client['updates.change']({ on })),
    look: async () => take(await client['updates.look']({})),
    download: async () => take(await client['updates.download']({})),
    install
  }
}
