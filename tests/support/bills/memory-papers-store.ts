/** The promises of the store of shown readings, in memory. */

import type { PapersStore, ShownInterval } from '../../../app/bills/papers/papers-store'

export function memoryPapersStore(): PapersStore {
  const shown = new Map<string, ShownInterval>()
  return {
    shown: (billHash) =>
      [...shown.values()].filter((one) => one.billHash === billHash).sort((a, b) => a.start - b.start),
    keepShown: (intervals) => {
      for (const one of intervals) {
        const key = `${one.billHash} ${one.start}`
        if (!shown.has(key)) shown.set(key, one)
      }
    }
  }
}
