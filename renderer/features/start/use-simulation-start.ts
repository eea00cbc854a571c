/** Starting the simulated neighbourhood: what it is doing, how far, and what went wrong. */

import { computed, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Failure } from '../../../app/contract'
import { useProgram } from '../../composables/use-program'
import { useSentence } from '../../composables/use-sentence'

export function useSimulationStart() {
  const { t } = useI18n()
  const program = useProgram()
  const sentence = useSentence()
  const refused = shallowRef<Failure | null>(null)
  const asking = shallowRef(false)
  const state = program.simulation

  const busy = computed(() => asking.value || state.value?.phase === 'starting' || state.value?.phase === 'preparing')

  async function start(): Promise<void> {
    if (busy.value) return
    asking.value = true
    refused.value = await program.startSimulation()
    asking.value = false
    await program.reload()
  }

  return {
    busy,
    start,
    cancel: program.removeSimulation,
    percent: computed(() => state.value?.percent ?? 0),
    failure: computed(() => refused.value ?? (state.value?.phase === 'failed' ? state.value.failure : null)),
    words: computed(() =>
      state.value?.step ? sentence('simulation', state.value.step) : t('start.simulation.starting')
    )
  }
}
