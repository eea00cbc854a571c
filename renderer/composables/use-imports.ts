/** Importing files of readings: begun on one page, still there on the next. */

import { type InjectionKey, type Ref, inject, onScopeDispose, provide, shallowRef } from 'vue'
import type { Failure, ImportedFile, PayloadOf } from '../../app/contract'
import type { ChosenFile } from '../../app/contract/bridge'
import { useClient } from './use-client'

export type Imports = {
  readonly running: Readonly<Ref<boolean>>
  readonly progress: Readonly<Ref<PayloadOf<'readings.progress'> | null>>
  /** One entry per file of the newest import; null until there was one, or when it was put away. */
  readonly results: Readonly<Ref<readonly ImportedFile[] | null>>
  readonly failure: Readonly<Ref<Failure | null>>
  /** Lets the person choose, then imports. */
  readonly choose: () => Promise<void>
  readonly take: (files: readonly ChosenFile[]) => Promise<void>
  readonly cancel: () => Promise<void>
  readonly putAway: () => void
}

const KEY: InjectionKey<Imports> = Symbol('imports')
const MOST_FILES = 50

/** Called once, by the root component. */
export function provideImports(): Imports {
  const { client, subscribe } = useClient()
  const running = shallowRef(false)
  const progress = shallowRef<PayloadOf<'readings.progress'> | null>(null)
  const results = shallowRef<readonly ImportedFile[] | null>(null)
  const failure = shallowRef<Failure | null>(null)
  onScopeDispose(subscribe('readings.progress', (payload) => (progress.value = payload)))

  async function take(files: readonly ChosenFile[]): Promise<void> {
    if (running.value || files.length === 0) return
    running.value = true
    progress.value = null
    results.value = null
    failure.value = null
    const answer = await client['readings.import']({ files: files.slice(0, MOST_FILES).map((file) => file.token) })
    running.value = false
    if (answer.ok) results.value = answer.value
    else failure.value = answer.error
  }

  async function choose(): Promise<void> {
    const chosen = await client['files.choose']({ kind: 'readings', multiple: true })
    if (chosen.ok) await take(chosen.value)
    else failure.value = chosen.error
  }

  function putAway(): void {
    results.value = null
    failure.value = null
  }

  const cancel = async (): Promise<void> => void (await client['readings.cancel-import']({}))
  const imports: Imports = { running, progress, results, failure, choose, take, cancel, putAway }
  provide(KEY, imports)
  return imports
}

/** @throws TypeError outside of the root component's tree. */
export function useImports(): Imports {
  const imports = inject(KEY)
  if (!imports) throw new TypeError('no imports were provided')
  return imports
}
