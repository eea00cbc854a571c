/** Whether the data on this PC cannot be opened, from the moment the core says so until one runs again. */

import { type Ref, shallowRef, watch } from 'vue'
import type { Program } from './use-program'

/** A damaged first page cannot be told from another key. */
const UNREADABLE: readonly string[] = ['database-damaged', 'database-wrong-key']

/** @returns the core's word for it; null for none. It stays while a way out is tried and the core is down for that. */
export function useDamage({ core }: Pick<Program, 'core'>): Readonly<Ref<string | null>> {
  const damage = shallowRef<string | null>(null)
  watch(core, ({ running, failure }) => {
    if (running) damage.value = null
    else if (failure !== null && UNREADABLE.includes(failure)) damage.value = failure
  })
  return damage
}
