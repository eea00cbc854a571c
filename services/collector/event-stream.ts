/** Additions to the board as server-sent events (HTML standard, 9.2); a sign of life in between. */

import type { ChangeFeed } from './change-feed'

const ALIVE_MS = 25_000

/** @returns null where as many listen as may. A listener that does not read what it is sent is told only the newest. */
export function eventStream(feed: ChangeFeed): ReadableStream<Uint8Array> | null {
  const encoder = new TextEncoder()
  let end: () => void = () => undefined
  const state: { controller: ReadableStreamDefaultController<Uint8Array> | null } = { controller: null }
  const say = (text: string): void => {
    const { controller } = state
    // Whoever does not read keeps nobody busy: the next event says as much as all that were left out.
    if (controller && (controller.desiredSize ?? 0) > 0) controller.enqueue(encoder.encode(text))
  }
  const stop = feed.listen((sequence) => {
    if (sequence !== null) say(`data: ${String(sequence)}\n\n`)
    else {
      end()
      state.controller?.close()
    }
  })
  if (!stop) return null
  const alive = setInterval(() => {
    say(': \n\n')
  }, ALIVE_MS)
  end = () => {
    clearInterval(alive)
    stop()
  }
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        state.controller = controller
        controller.enqueue(encoder.encode(`retry: 5000\ndata: ${String(feed.sequence())}\n\n`))
      },
      cancel: () => {
        end()
      }
    },
    { highWaterMark: 16 }
  )
}
