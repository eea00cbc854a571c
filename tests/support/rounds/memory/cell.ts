/** State in memory that is replaced and never changed: a fork of it is free, and so is a rollback. */

export type Cell<State> = {
  get(): State
  set(change: Partial<State>): void
  /** What was set in it is undone where `work` throws; one inside another belongs to the outer one. */
  transaction<Value>(work: () => Value): Value
}

export function createCell<State extends object>(initial: State): Cell<State> {
  let state = initial
  let inside = false
  return {
    get: () => state,
    set: (change) => {
      state = { ...state, ...change }
    },
    transaction: (work) => {
      if (inside) return work()
      const before = state
      inside = true
      try {
        return work()
      } catch (error) {
        state = before
        throw error
      } finally {
        inside = false
      }
    }
  }
}

/** What a database answers to a row that is there already. */
export class DuplicateRow extends Error {
  override readonly name = 'DuplicateRow'
}

/** Bytes as a key of a Map. */
export function nameOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}

export function withEntry<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key, value: Value): ReadonlyMap<Key, Value> {
  return new Map(map).set(key, value)
}

export function withNewEntry<Key, Value>(
  map: ReadonlyMap<Key, Value>,
  key: Key,
  value: Value
): ReadonlyMap<Key, Value> {
  if (map.has(key)) throw new DuplicateRow()
  return withEntry(map, key, value)
}
