/** Importing files of readings: begun on one page, still there on the next. */

import { type InjectionKey, type Ref, inject, onScopeDispose, provide, shallowRef } from 'vue'
import type { Failure, ImportedFile, PayloadOf, TableLayout } from '../../app/contract'
import type { ChosenFile } from '../../app/contract/bridge'
import { useClient } from './use-client'

/** What the person said of a table. */
export type ImportChoices = { readonly layout: TableLayout; readonly meterId: string }

type WaitingFile = { readonly file: ChosenFile; readonly choices: ImportChoices | undefined }

export type Imports = {
  readonly running: Readonly<Ref<boolean>>
  readonly progress: Readonly<Ref<PayloadOf<'readings.progress'> | null>>
  /** One entry per file of the newest import; null until there was one, or when it was put away. */
  readonly results: Readonly<Ref<readonly ImportedFile[] | null>>
  readonly failure: Readonly<Ref<Failure | null>>
  /** Things dropped with the newest files, or alone, that are none: folders, pipes, what has gone meanwhile. */
  readonly leftOut: Readonly<Ref<number>>
  /** Lets the person choose, then imports. */
  readonly choose: () => Promise<void>
  readonly take: (files: readonly ChosenFile[], choices?: ImportChoices) => Promise<void>
  readonly leaveOut: (count: number) => void
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
/** The core takes so many at a time (app/contract/readings.ts); more are asked for in turns. */
const FILES_AT_ONCE = 50
/** Refusals that an answer of the person can lift. */
const MAPPABLE = ['layout-doubtful', 'csv-negative', 'csv-number', 'table-no-energy', 'table-uneven', 'csv-implausible']

/** Called once, by the root component. */
export function provideImports(): Imports {
  const { client, subscribe } = useClient()
  const running = shallowRef(false)
  const progress = shallowRef<PayloadOf<'readings.progress'> | null>(null)
  const results = shallowRef<readonly ImportedFile[] | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const leftOut = shallowRef(0)
  const mapping = shallowRef<ChosenFile | null>(null)
  let newest: readonly ChosenFile[] = []
  let waiting: WaitingFile[] = []
  onScopeDispose(subscribe('readings.progress', (payload) => (progress.value = payload)))

  async function take(files: readonly ChosenFile[], choices?: ImportChoices): Promise<void> {
    // Double clicks come one by one: what arrives meanwhile is read next.
    waiting = [...waiting, ...files.map((file) => ({ file, choices }))]
    if (running.value || files.length === 0) return
    putAway()
    newest = []
    mapping.value = null
    running.value = true
    progress.value = null
    while (waiting.length > 0) await importNext()
    running.value = false
  }

  async function importNext(): Promise<void> {
    const choices = waiting[0]?.choices
    const other = waiting.findIndex((one, index) => one.choices !== choices || index === FILES_AT_ONCE)
    const files = waiting.splice(0, other < 0 ? waiting.length : other).map(({ file }) => file)
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
    leftOut.value = 0
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
    ...{ running, progress, results, failure, leftOut, choose, take, cancel, putAway, mapping, canMap, finishMapping },
    leaveOut: (count) => {
      // Where nothing was dropped beside it, what an earlier import came to is no answer.
      if (!running.value) putAway()
      leftOut.value += count
    },
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
