/** A queue of one: work that writes waits for the work before it, whether that succeeded or not. */

export type OneAtATime = <Value>(work: () => Promise<Value>) => Promise<Value>

export function createOneAtATime(): OneAtATime {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const mine = last.then(work, work)
    last = mine
    return mine
  }
}
