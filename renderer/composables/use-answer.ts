/** Asks the core for one view and keeps it fresh: again when what is asked for changes, again on the events named. */

import { type Ref, onScopeDispose, shallowRef, watch } from 'vue'
import type { EventName, Failure, Result } from '../../app/contract'
import { useClient } from './use-client'

export type Answer<Value> = {
  /** The newest answer; stays while a newer one is under way. */
  readonly value: Readonly<Ref<Value | null>>
  readonly error: Readonly<Ref<Failure | null>>
  /** True until the first answer to the question as it is now. */
  readonly loading: Readonly<Ref<boolean>>
  readonly reload: () => Promise<void>
}

export type AnswerOptions = {
  readonly events?: readonly EventName[]
  /** What the question depends on; a change asks again and forgets the old value. */
  readonly dependsOn?: () => unknown
  /** The old value stays until there is a new one, so that a page does not flicker. */
  readonly keepsOld?: boolean
}

/** @param ask returns null where there is nothing to ask; then the value is null and nothing is loading. */
export function useAnswer<Value>(ask: () => Promise<Result<Value>> | null, options: AnswerOptions = {}): Answer<Value> {
  const { subscribe } = useClient()
  const value = shallowRef<Value | null>(null)
  const error = shallowRef<Failure | null>(null)
  const loading = shallowRef(true)
  let question = 0
  let running: Promise<void> | null = null
  let again = false

  async function askOnce(): Promise<void> {
    const mine = ++question
    const pending = ask()
    const answer = pending ? await pending : null
    if (mine !== question) return
    loading.value = false
    error.value = answer && !answer.ok ? answer.error : null
    if (!answer) value.value = null
    else if (answer.ok) value.value = answer.value
  }

  /** Events come in bursts while the simulation runs; one question at a time is enough. */
  async function reload(): Promise<void> {
    if (running) {
      again = true
      return running
    }
    running = askOnce()
    await running
    running = null
    if (again) {
      again = false
      await reload()
    }
  }

  for (const name of options.events ?? []) onScopeDispose(subscribe(name, () => void reload()))
  watch(
    () => options.dependsOn?.(),
    () => {
      loading.value = true
      if (!options.keepsOld) value.value = null
      void askOnce()
    }
  )
  void reload()
  return { value, error, loading, reload }
}
