/** Renaming and joining meters, taking imports out and putting them back: one thing at a time, with its answer. */

import { ref, shallowRef } from 'vue'
import type { Failure, Result } from '../../../../app/contract'
import { useAnswer } from '../../../composables/use-answer'
import { useClient } from '../../../composables/use-client'

export type Restored = { readonly restored: number; readonly occupied: number }

export function useMeters() {
  const { client } = useClient()
  const imports = useAnswer(() => client['readings.imports']({}), { events: ['readings.changed'] })
  const failure = shallowRef<Failure | null>(null)
  const restored = shallowRef<Restored | null>(null)
  const busy = ref(false)

  async function take<Value>(asked: Promise<Result<Value>>): Promise<Value | null> {
    busy.value = true
    failure.value = null
    restored.value = null
    const answer = await asked
    busy.value = false
    if (answer.ok) return answer.value
    failure.value = answer.error
    return null
  }

  return {
    imports,
    failure,
    restored,
    busy,
    rename: (meterId: string, name: string) =>
      take(client['meters.rename']({ meterId, name: name.trim() === '' ? null : name.trim() })),
    setProduction: (meterId: string, isProduction: boolean) =>
      take(client['meters.set-production']({ meterId, isProduction })),
    join: (oldMeter: string, newMeter: string, date: string) =>
      take(client['meters.join']({ oldMeter, newMeter, date })),
    part: (newMeter: string) => take(client['meters.part']({ newMeter })),
    remove: (id: number) => take(client['readings.remove-import']({ id })),
    restore: async (id: number) => {
      const answer = await take(client['readings.restore-import']({ id }))
      restored.value = answer
      await imports.reload()
    }
  }
}
