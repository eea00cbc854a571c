/** Ends a demo in which nothing happens any more: whoever waits for it would wait for ever. */

export type StallWatch = {
  /** Something has happened. */
  heard(): void
  /** Resolves when nothing was heard for the given time; never otherwise. */
  readonly stalled: Promise<'stalled'>
  end(): void
}

/** @param afterMs longest silence, in milliseconds. */
export function createStallWatch(afterMs: number): StallWatch {
  let giveUp: () => void = () => undefined
  const stalled = new Promise<'stalled'>((resolve) => {
    giveUp = () => {
      resolve('stalled')
    }
  })
  let timer = setTimeout(giveUp, afterMs)
  return {
    stalled,
    heard: () => {
      clearTimeout(timer)
      timer = setTimeout(giveUp, afterMs)
    },
    end: () => {
      clearTimeout(timer)
    }
  }
}
