/** After the last date for a DLIST nothing of a key is left anywhere in what a home keeps. */

import { expect } from 'vitest'
import { nameOf } from './memory/cell'
import type { Fork } from './memory/prepared-group'

/** @param fork whose dates are all over. */
export function expectErased({ states, secrets }: Pick<Fork, 'states' | 'secrets'>): void {
  states().forEach(({ groups, kept, pads }, index) => {
    const bytes = [...bytesIn([groups, kept, pads])]
    for (const secret of secrets[index]!) {
      const name = nameOf(secret)
      expect(bytes.some((each) => each.includes(name))).toBe(false)
    }
  })
}

function* bytesIn(value: unknown): Generator<string> {
  if (value instanceof Uint8Array) yield nameOf(value)
  else if (value instanceof Map || value instanceof Set) for (const each of value.values()) yield* bytesIn(each)
  else if (typeof value === 'object' && value !== null)
    for (const each of Object.values(value as object)) yield* bytesIn(each)
}
