/** What a page tells the frame: its title, what stands beside it, its own sentence on the sill, and whether it can be seen from outside. */

import { type InjectionKey, type Ref, inject, nextTick, onScopeDispose, provide, reactive, ref, watchEffect } from 'vue'

export type PageHead = {
  readonly title: string
  /** Date or place. */
  readonly beside?: string
  /** Replaces the sill's sentence; its strokes stay. */
  readonly sill?: { readonly strong: string; readonly rest: string } | null
  /** The page offers the veil. */
  readonly canVeil?: boolean
}

export type Page = { readonly head: { now: PageHead }; readonly outside: Ref<boolean> }

const KEY: InjectionKey<Page> = Symbol('page')
const NO_HEAD: PageHead = { title: '' }

/** Called once, by the root component. */
export function providePage(): Page {
  const page: Page = { head: reactive({ now: NO_HEAD }), outside: ref(false) }
  provide(KEY, page)
  return page
}

/** For the frame, which shows what the page says. @throws TypeError outside of the root component's tree. */
export function useFrameHead(): Page {
  const page = inject(KEY)
  if (!page) throw new TypeError('no page was provided')
  return page
}

/** Called by each page; the head follows what it returns. @returns whether the page is seen from outside. */
export function usePage(head: () => PageHead): Ref<boolean> {
  const page = useFrameHead()
  page.outside.value = false
  watchEffect(() => (page.head.now = head()))
  onScopeDispose(() => (page.outside.value = false))
  return page.outside
}

/** After a change of page the reading position is its title (WCAG 2.4.3). */
export async function focusPageTitle(): Promise<void> {
  await nextTick()
  document.querySelector<HTMLElement>('[data-page-title]')?.focus({ preventScroll: true })
}
