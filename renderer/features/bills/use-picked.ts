/** Readings that the person picked one by one to be shown to others; nothing else ever is. */

import { type Ref, computed, shallowRef, watch } from 'vue'
import type { BillInterval } from '../../../app/contract'

/** @param hash of the bill; a pick belongs to one bill and is forgotten with it */
export function usePicked(hash: Ref<string>) {
  const picked = shallowRef<readonly BillInterval[]>([])
  watch(hash, () => (picked.value = []))

  function toggle(interval: BillInterval): void {
    const others = picked.value.filter(({ start }) => start !== interval.start)
    const all = others.length === picked.value.length ? [...others, interval] : others
    picked.value = [...all].sort((a, b) => a.start - b.start)
  }

  return { picked, toggle, starts: computed(() => picked.value.map(({ start }) => start)) }
}
