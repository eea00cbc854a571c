/** Lets timers, messages and requests that wait have their turn. */

export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
