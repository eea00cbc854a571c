/** Importing files of readings: begun on one page, still there on the next. */

import { type InjectionKey, type Ref, inject, onScopeDispose, provide, shallowRef } from 'vue'
import type { Failure, ImportedFile, PayloadOf, TableLayout } from '../../app/contract'
import type { ChosenFile } from '../../app/contract/bridge'
import { useClient } from './use-client'

/** What the person said of a table. */
export type ImportChoices = { readonly layout: TableLayout; readonly meterId: string }

export type Imports = {
  readonly running: Readonly<Ref<boolean>>
  readonly progress: Readonly<Ref<PayloadOf<'readings.progress'> | null>>
  /** One entry per file of the newest import; null until there was one, or when it was put away. */
  readonly results: Readonly<Ref<readonly ImportedFile[] | null>>
  readonly failure: Readonly<Ref<Failure | null>>
  /** Lets the person choose, then imports. */
  readonly choose: () => Promise<void>
  readonly take: (files: readonly ChosenFile[], choices?: ImportChoices) => Promise<void>
  /** The table whose columns the person is naming. */
  readonly mapping: Readonly<Ref<ChosenFile | null>>
  /** Whether the person could name the columns of a file that was refused. */
  readonly canMap: (file: ImportedFile) => boolean
  readonly startMapping: (file: ImportedFile) => void
  /** Imports every file of the newest import that waits for the same answer. */
  readonly finishMapping: (choices: ImportChoices) => Promise<void>
  readonly stopMapping: () => void
  readonly cancel: () => Promise<void>
  readonly putAway: () => void
}

const KEY: InjectionKey<Imports> = Symbol('imports')
const MOST_FILES = 50
/** Refusals that an answer of the person can lift. */
const MAPPABLE = ['layout-doubtful', 'csv-negative', 'csv-number', 'table-no-energy', 'table-uneven', 'csv-implausible']

/** Called once, by the root component. */
export function provideImports(): Imports {
  const { client, subscribe } = useClient()
  const running = shallowRef(false)
  const progress = shallowRef<PayloadOf<'readings.progress'> | null>(null)
  const results = shallowRef<readonly ImportedFile[] | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const mapping = shallowRef<ChosenFile | null>(null)
  let newest: readonly ChosenFile[] = []
  let waiting: ChosenFile[] = []
  onScopeDispose(subscribe('readings.progress', (payload) => (progress.value = payload)))

  async function take(files: readonly ChosenFile[], choices?: ImportChoices): Promise<void> {
    if (files.length === 0) return
    if (running.value) {
      // Double clicks come one by one: what arrives meanwhile is read next.
      waiting = [...waiting, ...files].slice(0, MOST_FILES)
      return
    }
    newest = files.slice(0, MOST_FILES)
    mapping.value = null
    running.value = true
    progress.value = null
    results.value = null
    failure.value = null
    await importAll(newest, choices)
    while (waiting.length > 0) await importAll(waiting.splice(0))
    running.value = false
  }

  async function importAll(files: readonly ChosenFile[], choices?: ImportChoices): Promise<void> {
    newest = [...new Set([...newest, ...files])]
    const answer = await client['readings.import']({ files: files.map((file) => file.token), ...choices })
    if (answer.ok) results.value = [...(results.value ?? []), ...answer.value]
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

  const fileOf = (result: ImportedFile): ChosenFile | undefined => newest.find(({ name }) => name === result.name)
  const canMap = (result: ImportedFile): boolean =>
    result.refused !== null && MAPPABLE.includes(result.refused.code) && fileOf(result) !== undefined

  async function finishMapping(choices: ImportChoices): Promise<void> {
    const mapped = mapping.value
    const doubtful = (results.value ?? []).filter(({ refused }) => refused?.code === 'layout-doubtful').map(fileOf)
    const files = [mapped, ...doubtful].filter((file) => file !== null && file !== undefined)
    await take([...new Set(files)], choices)
  }

  async function cancel(): Promise<void> {
    waiting = []
    await client['readings.cancel-import']({})
  }

  const imports: Imports = {
    ...{ running, progress, results, failure, choose, take, cancel, putAway, mapping, canMap, finishMapping },
    startMapping: (result) => (mapping.value = fileOf(result) ?? null),
    stopMapping: () => (mapping.value = null)
  }
  provide(KEY, imports)
  return imports
}

/** @throws TypeError outside of the root component's tree. */
export function useImports(): Imports {
  const imports = inject(KEY)
  if (!imports) throw new TypeError('no imports were provided')
  return imports
}
