/**
 * Lists whose items are long to make come one item a frame: all at once would hold the window up for longer than 50 ms.
 * Lists within lists wait for the same turns.
 */

import { type InjectionKey, type Ref, inject, onScopeDispose, provide, ref, watch } from 'vue'
import { afterFrame } from './after-frame'

type Turns = (work: () => void) => void

const TURNS: InjectionKey<Turns> = Symbol('turns')

/** For the component around the lists, and its own list. */
export function provideTurns(): Turns {
  const waiting: (() => void)[] = []
  let isGoing = false
  const go = (): void => {
    const next = waiting.shift()
    isGoing = next !== undefined
    if (!next) return
    next()
    afterFrame(go)
  }
  const turns: Turns = (work) => {
    waiting.push(work)
    if (!isGoing) afterFrame(go)
    isGoing = true
  }
  provide(TURNS, turns)
  return turns
}

export type OneByOne = {
  /** Items in one turn; one when left out. */
  readonly at?: number
  /** Items that come with what is around them; as many as in one turn when left out. */
  readonly first?: number
  /** Turns of the component itself; those around it when left out. Without any, everything is shown. */
  readonly turns?: Turns
}

/** How many of so many items are shown. One more, which somebody has just asked for, is there at once. */
export function useOneByOne(count: () => number, { at = 1, first = at, turns }: OneByOne = {}): Readonly<Ref<number>> {
  const take = turns ?? inject(TURNS, null)
  const shown = ref(take ? Math.min(first, count()) : Infinity)
  let isWaiting = false
  let isGone = false
  onScopeDispose(() => (isGone = true))
  const grow = (): void => {
    isWaiting = false
    if (isGone) return
    shown.value += at
    follow(count(), count())
  }
  const follow = (now: number, before: number): void => {
    if (now <= shown.value) return
    if (now === before + 1 && shown.value >= before) shown.value = now
    else if (!isWaiting) {
      isWaiting = true
      take?.(grow)
    }
  }
  watch(count, follow)
  follow(count(), count())
  return shown
}
