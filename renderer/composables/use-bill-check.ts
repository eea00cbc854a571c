/** Checking a bill: which file, which check, how far. Checks tick by at a pace that can be read, never slower than the work. */

import { type InjectionKey, type Ref, inject, onScopeDispose, provide, ref, shallowRef } from 'vue'
import type { BillReport, Failure, OpenedFile, PayloadOf } from '../../app/contract'
import type { ChosenFile } from '../../app/contract/bridge'
import { useClient } from './use-client'

export type CheckProgress = PayloadOf<'bills.progress'>

export type BillCheck = {
  readonly running: Readonly<Ref<boolean>>
  /** Newest state of each check begun, in order. */
  readonly checks: Readonly<Ref<readonly CheckProgress[]>>
  readonly progress: Readonly<Ref<CheckProgress | null>>
  readonly opened: Readonly<Ref<readonly OpenedFile[] | null>>
  readonly failure: Readonly<Ref<Failure | null>>
  /** What an evidence file, maybe of another household, says of its bill; null until one was opened, or put away. */
  readonly records: Readonly<Ref<BillReport | null>>
  /** A PDF that waits for the page of ordinary bills, which takes it away. */
  readonly pdf: Ref<ChosenFile | null>
  /** What was put in and is not looked at: how many things that are no files, and PDFs beyond the one that is read. */
  readonly leftOut: Readonly<Ref<LeftOut>>
  readonly choose: () => Promise<void>
  readonly take: (files: readonly ChosenFile[]) => Promise<void>
  /** @param count things dropped beside files: folders, or more than can be taken */
  readonly leaveOut: (count: number) => void
  readonly cancel: () => Promise<void>
  readonly putAway: () => void
}

type LeftOut = { readonly count: number; readonly pdfs: readonly string[] }

const KEY: InjectionKey<BillCheck> = Symbol('bill check')
/** The core takes so many at a time (app/contract/bills.ts); more are asked for in turns. */
const FILES_AT_ONCE = 20
const NOTHING: LeftOut = { count: 0, pdfs: [] }
const TICK_MS = 40
/** However many bills there are (docs/look.md 4). */
const MOST_TICKING_MS = 1200
const CANCELLED = 'cancelled'
const PDF = /\.pdf$/iu

/** Called once, by the root component. */
export function provideBillCheck(): BillCheck {
  const { client, subscribe } = useClient()
  const running = shallowRef(false)
  const opened = shallowRef<readonly OpenedFile[] | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const records = shallowRef<BillReport | null>(null)
  const pdf = shallowRef<ChosenFile | null>(null)
  const leftOut = shallowRef<LeftOut>(NOTHING)
  let waiting: ChosenFile[] = []
  let gathered: readonly OpenedFile[] = []
  let hasPdf = false
  const ticks = useTicks()
  onScopeDispose(subscribe('bills.progress', ticks.push))

  async function take(all: readonly ChosenFile[]): Promise<void> {
    if (running.value) {
      // Double clicks come one by one: what arrives meanwhile is checked next.
      waiting = [...waiting, ...all]
      return
    }
    if (all.length === 0) return
    putAway()
    running.value = true
    waiting = [...all]
    while (waiting.length > 0) {
      // That something was cancelled is no news once something else is checked.
      if (failure.value?.code === CANCELLED) failure.value = null
      await checkSome(takePdfs(waiting.splice(0, FILES_AT_ONCE)))
    }
    running.value = false
  }

  /** One PDF is read at a time, and those beyond it are named. @returns the other files */
  function takePdfs(some: readonly ChosenFile[]): readonly ChosenFile[] {
    const pdfs = some.filter(({ name }) => PDF.test(name))
    const taken = pdf.value || hasPdf ? undefined : pdfs[0]
    if (taken) {
      pdf.value = taken
      hasPdf = true
    }
    const left = pdfs.slice(taken ? 1 : 0).map(({ name }) => name)
    leftOut.value = { ...leftOut.value, pdfs: [...leftOut.value.pdfs, ...left] }
    return some.filter(({ name }) => !PDF.test(name))
  }

  async function checkSome(files: readonly ChosenFile[]): Promise<void> {
    if (files.length === 0) return
    ticks.clear()
    const tokens = files.map((file) => file.token)
    const answer = await client['bills.open']({ files: tokens })
    const left = answer.ok ? await evidenceIn(answer.value, tokens) : []
    await ticks.drained()
    if (answer.ok) gathered = [...gathered, ...left]
    else failure.value = answer.error
    // The page shows what came of all of them, and not one after the other.
    if (waiting.length === 0 && gathered.length > 0) opened.value = gathered
  }

  /** What is neither bill nor contract may be evidence; the newest is shown. @returns what became of the other files */
  async function evidenceIn(results: readonly OpenedFile[], tokens: readonly string[]): Promise<readonly OpenedFile[]> {
    const others: OpenedFile[] = []
    for (const [index, result] of results.entries()) {
      const file = tokens[index]
      const answer = result.kind === 'refused' && file ? await client['bills.open-evidence']({ file }) : null
      if (answer?.ok) records.value = answer.value
      else others.push(result)
    }
    return others
  }

  async function choose(): Promise<void> {
    const chosen = await client['files.choose']({ kind: 'bill', multiple: true })
    if (chosen.ok) await take(chosen.value)
    else failure.value = chosen.error
  }

  function putAway(): void {
    opened.value = null
    gathered = []
    hasPdf = false
    leftOut.value = NOTHING
    failure.value = null
    records.value = null
  }

  /** Also of what waits for its turn. */
  async function cancel(): Promise<void> {
    waiting = []
    await client['bills.cancel']({})
  }

  const { checks, progress } = ticks
  const billCheck: BillCheck = {
    running,
    checks,
    progress,
    opened,
    failure,
    records,
    pdf,
    leftOut,
    choose,
    take,
    leaveOut: (count) => (leftOut.value = { ...leftOut.value, count: leftOut.value.count + count }),
    cancel,
    putAway
  }
  provide(KEY, billCheck)
  return billCheck
}

/** @throws TypeError outside of the root component's tree. */
export function useBillCheck(): BillCheck {
  const billCheck = inject(KEY)
  if (!billCheck) throw new TypeError('no bill check was provided')
  return billCheck
}

/**
 * Shows results of checks one by one, 40 ms apart, several at a time where that would take too long; what is merely under
 * way is shown at once.
 */
function useTicks() {
  const checks = ref<readonly CheckProgress[]>([])
  const progress = shallowRef<CheckProgress | null>(null)
  let queue: CheckProgress[] = []
  let timer: ReturnType<typeof setTimeout> | null = null
  let whenDrained: (() => void)[] = []
  let endBy: number | null = null

  function show(next: CheckProgress): void {
    progress.value = next
    if (next.check === null) return
    const at = checks.value.findIndex((entry) => entry.check === next.check && entry.hash === next.hash)
    checks.value = at < 0 ? [...checks.value, next] : checks.value.map((entry, index) => (index === at ? next : entry))
  }

  function atOnce(): number {
    endBy ??= performance.now() + MOST_TICKING_MS
    const ticksLeft = Math.max(1, Math.floor((endBy - performance.now()) / TICK_MS))
    return Math.ceil(queue.length / ticksLeft)
  }

  function tick(): void {
    timer = null
    if (queue.length > 0) {
      queue.splice(0, atOnce()).forEach(show)
      timer = setTimeout(tick, TICK_MS)
      return
    }
    for (const done of whenDrained) done()
    whenDrained = []
  }

  function clear(): void {
    queue = []
    endBy = null
    checks.value = []
    progress.value = null
  }

  onScopeDispose(() => timer && clearTimeout(timer))
  return {
    checks,
    progress,
    clear,
    push: (next: CheckProgress): void => {
      if (next.state === 'running' && queue.length === 0) return show(next)
      if (next.state !== 'running') queue.push(next)
      timer ??= setTimeout(tick, 0)
    },
    drained: (): Promise<void> => (timer ? new Promise((done) => whenDrained.push(done)) : Promise.resolve())
  }
}
