/** Two implementations of one port, asked the same at random, with transactions that are cut short. */

import { expect } from 'vitest'
import { toHex } from '../../../../crypto'
import type { Dice } from '../dice'

type Port = Readonly<Record<string, unknown>> & { transaction<Value>(work: () => Value): Value }

/** Makes the arguments of a call. */
export type CallsOf<Store> = {
  readonly [Name in Exclude<keyof Store, 'transaction'>]: (
    dice: Dice
  ) => Store[Name] extends (...args: infer Args) => unknown ? Args : never
}

const CUT = Symbol('power cut')

/** @param unordered calls whose answers have no order. */
export function expectSameAnswers<Store extends object>(
  dice: Dice,
  [real, paper]: readonly [Store, Store],
  calls: CallsOf<Store>,
  { steps, unordered }: { readonly steps: number; readonly unordered: readonly (keyof Store)[] }
): void {
  const names = Object.keys(calls) as (keyof CallsOf<Store>)[]
  const compare = (): void => {
    const name = dice.pick(names)
    const args = calls[name](dice)
    const [one, other] = [real, paper].map((store) => answerOf(store, name, args, unordered.includes(name)))
    expect([name, other]).toEqual([name, one])
  }
  for (let step = 0; step < steps; step++) {
    if (!dice.chance(0.15)) {
      compare()
      continue
    }
    const writes = Array.from({ length: 1 + dice.below(4) }, () => {
      const name = dice.pick(names)
      return [name, calls[name](dice)] as const
    })
    const isCut = dice.chance(0.5)
    const [one, other] = [real, paper].map((store) => together(store, writes, isCut))
    expect(other).toBe(one)
  }
}

/** What a transaction ends with: a call that is refused or a cut undoes all of it. */
function together<Store extends object>(
  store: Store,
  writes: readonly (readonly [keyof CallsOf<Store>, readonly unknown[]])[],
  isCut: boolean
): string {
  try {
    ;(store as unknown as Port).transaction(() => {
      for (const [name, args] of writes) (store[name] as (...args: readonly unknown[]) => unknown)(...args)
      if (isCut) throw CUT
    })
    return 'done'
  } catch (error) {
    return error === CUT ? 'cut' : 'refused'
  }
}

function answerOf<Store extends object>(
  store: Store,
  name: keyof Store,
  args: readonly unknown[],
  isUnordered: boolean
): unknown {
  try {
    const answer = plain((store[name] as (...args: readonly unknown[]) => unknown)(...args))
    return isUnordered && Array.isArray(answer) ? answer.map((each) => JSON.stringify(each)).sort() : answer
  } catch {
    return 'refused'
  }
}

/** Bytes as hex, large numbers as text, sets and maps in order: what two answers are compared by. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return toHex(value)
  if (typeof value === 'bigint') return `${String(value)}n`
  if (value instanceof Set) return [...value].map(plain).sort()
  if (value instanceof Map)
    return [...value].map(([key, each]) => `${String(key)}: ${JSON.stringify(plain(each))}`).sort()
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]))
}
