/** Puts language, light or dark, text size and calm on the document, and tells charts when to read their colours again. */

import {
  type InjectionKey,
  type Ref,
  computed,
  inject,
  nextTick,
  onScopeDispose,
  provide,
  ref,
  watch,
  watchEffect
} from 'vue'
import type { Look } from '../last-look'

export type Appearance = {
  /** Grows with every change of theme or text size. */
  readonly revision: Readonly<Ref<number>>
  /** Root text size as a factor of 16 px. */
  readonly scale: () => number
  readonly isCalm: () => boolean
  /** True while a page is being printed: paper is light. */
  readonly onPaper: Ref<boolean>
}

const KEY: InjectionKey<Appearance> = Symbol('appearance')
/** Percent; that of the style sheets. */
const USUAL_SIZE = 100

/** Called once, by the root component. */
export function provideAppearance(settings: () => Look | null): Appearance {
  const darkSystem = useMedia('(prefers-color-scheme: dark)')
  const reducedMotion = useMedia('(prefers-reduced-motion: reduce)')
  const revision = ref(0)
  const onPaper = ref(false)
  let changes = 0
  // Each by itself: settings that were read anew and say the same must not have everything drawn once more.
  const language = computed(() => settings()?.language ?? 'en')
  const textSize = computed(() => settings()?.textSize ?? USUAL_SIZE)
  const calm = computed(() => settings()?.calm ?? false)
  const dark = computed(() => {
    const appearance = settings()?.appearance ?? 'system'
    return !onPaper.value && (appearance === 'dark' || (appearance === 'system' && darkSystem.value))
  })
  watchEffect(() => {
    const root = document.documentElement
    root.lang = language.value
    root.dataset.theme = dark.value ? 'dark' : 'light'
    root.style.setProperty('--text-size', String(textSize.value / 100))
    root.toggleAttribute('data-calm', calm.value)
    revision.value = ++changes
  })
  // It lays the whole page out twice: not for a theme, with which no text changes its size.
  watch(textSize, (size, before = USUAL_SIZE) => void (size !== before && nextTick(recountContainers)), {
    immediate: true
  })
  const appearance: Appearance = {
    revision,
    scale: () => (Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16) / 16,
    isCalm: () => reducedMotion.value || calm.value,
    onPaper
  }
  provide(KEY, appearance)
  return appearance
}

/** @throws TypeError outside of the root component's tree. */
export function useAppearance(): Appearance {
  const appearance = inject(KEY)
  if (!appearance) throw new TypeError('no appearance was provided')
  return appearance
}

/** Chromium does not ask container queries written in em again when only the root's font size has changed. */
function recountContainers(): void {
  const container = document.getElementById('app')
  if (!container) return
  container.style.setProperty('container-type', 'normal')
  void container.offsetWidth
  container.style.removeProperty('container-type')
}

function useMedia(query: string): Ref<boolean> {
  const list = matchMedia(query)
  const matches = ref(list.matches)
  const update = (): void => void (matches.value = list.matches)
  list.addEventListener('change', update)
  onScopeDispose(() => list.removeEventListener('change', update))
  return matches
}
