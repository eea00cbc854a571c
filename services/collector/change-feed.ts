/** Tells whoever listens that something was added to the board, so that nobody has to keep asking. Says how much, not what. */

export type ChangeFeed = {
  /** Grows with every addition; only within one run of the process. */
  sequence(): number
  added(): void
  /** Listeners at the moment. */
  listeners(): number
  /** @param heard told of each addition, and null when there will be no more. @returns what ends it; null where it is full. */
  listen(heard: (sequence: number | null) => void): (() => void) | null
  /** There will be no more: everybody is told. */
  end(): void
}

/** Each holds a connection open; a roster has at most 200 members. */
const MOST_LISTENERS = 400

export function createChangeFeed(): ChangeFeed {
  const listening = new Set<(sequence: number | null) => void>()
  let sequence = 0
  return {
    sequence: () => sequence,
    added: () => {
      sequence += 1
      for (const heard of [...listening]) heard(sequence)
    },
    listeners: () => listening.size,
    listen: (heard) => {
      if (listening.size >= MOST_LISTENERS) return null
      listening.add(heard)
      return () => {
        listening.delete(heard)
      }
    },
    end: () => {
      for (const heard of [...listening]) heard(null)
      listening.clear()
    }
  }
}
