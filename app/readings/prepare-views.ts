/** Work that the pages will need soon, done a little at a time while nobody waits for it. */

export type Preparation = {
  /**
   * Calls `more` until it says that nothing is left, other work having its turn in between; one after the other.
   * @param done called after the last
   */
  soon(more: () => boolean, done?: () => void): void
}

export function createPreparation(nextTurn: () => Promise<void>): Preparation {
  const waiting: { readonly more: () => boolean; readonly done: (() => void) | undefined }[] = []
  let isRunning = false
  const run = async (): Promise<void> => {
    for (let work = waiting[0]; work; work = waiting[0]) {
      await nextTurn()
      if (work.more()) continue
      waiting.shift()
      work.done?.()
    }
  }
  return {
    soon: (more, done) => {
      waiting.push({ more, done })
      if (isRunning) return
      isRunning = true
      run()
        // A page that needs what could not be prepared makes it itself, and says what failed.
        .catch(() => waiting.splice(0))
        .finally(() => {
          isRunning = false
        })
    }
  }
}
