/** Prints the page that is shown, on request or by Ctrl+P: as on light paper, whatever the appearance is. */

import { nextTick, onMounted, onScopeDispose } from 'vue'
import { useAppearance } from './use-appearance'

/** Called by pages that make sense on paper; the key works while one of them is shown. */
export function usePrint(): { readonly print: () => Promise<void> } {
  const { onPaper } = useAppearance()
  const leavePaper = (): void => void (onPaper.value = false)

  async function print(): Promise<void> {
    onPaper.value = true
    // Charts read their colours again after the theme has changed, and draw in the frame after that.
    await nextTick()
    await nextFrame()
    await nextFrame()
    window.print()
  }

  function press(event: KeyboardEvent): void {
    if (event.key.toLowerCase() !== 'p' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
    event.preventDefault()
    void print()
  }

  onMounted(() => {
    window.addEventListener('keydown', press)
    window.addEventListener('afterprint', leavePaper)
  })
  onScopeDispose(() => {
    window.removeEventListener('keydown', press)
    window.removeEventListener('afterprint', leavePaper)
    leavePaper()
  })
  return { print }
}

function nextFrame(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => resolve()))
}
