/** Changes to a JSON value, one field at a time: what the mutation tests do to right bills. */

export type Json = string | null | readonly Json[] | { readonly [name: string]: Json }
export type Path = readonly (string | number)[]

/** Long lists are sampled at both ends and in the middle. */
const LONG = 50

/** Every field that holds a text or nothing. */
export function leavesOf(value: Json, path: Path = []): Path[] {
  if (Array.isArray(value)) {
    const items = value as readonly Json[]
    const chosen = items.length > LONG ? [0, Math.floor(items.length / 2), items.length - 1] : [...items.keys()]
    return chosen.flatMap((index) => leavesOf(items[index] ?? null, [...path, index]))
  }
  if (value !== null && typeof value === 'object') {
    return Object.entries(value).flatMap(([name, item]) => leavesOf(item as Json, [...path, name]))
  }
  return [path]
}

/** Near and far from what it was: one up, one down, another sign, a flipped bit, a letter, nothing. */
export function changesOf(value: Json): readonly Json[] {
  if (value === null) return ['1', '0', 'x', 'ab'.repeat(32)]
  if (typeof value !== 'string') return []
  if (/^\d{4}-\d{2}-\d{2}$/u.test(value)) return ['2026-03-02', '2025-01-01', null]
  if (/^-?\d+$/u.test(value)) {
    const number = BigInt(value)
    return [number + 1n, number - 1n, -number - 1n, number * 10n + 7n]
      .map(String)
      .concat('0')
      .filter((text) => text !== value)
  }
  if (/^[0-9a-f]{64,}$/u.test(value)) return [flipped(value, 0), flipped(value, value.length - 1), null]
  return [`${value}x`, null]
}

function flipped(hex: string, index: number): string {
  const digit = Number.parseInt(hex[index] ?? '0', 16) ^ 1
  return hex.slice(0, index) + digit.toString(16) + hex.slice(index + 1)
}

export function at(value: Json, path: Path): Json {
  return path.reduce<Json>((node, step) => (node as Record<string | number, Json>)[step] ?? null, value)
}

export function replace(value: Json, [step, ...rest]: Path, change: Json): Json {
  if (step === undefined) return change
  if (Array.isArray(value))
    return value.map((item: Json, index) => (index === step ? replace(item, rest, change) : item))
  const object = value as Record<string, Json>
  return { ...object, [step]: replace(object[step] ?? null, rest, change) }
}

export function remove(value: Json, [step, ...rest]: Path): Json {
  if (Array.isArray(value)) {
    const items = value as readonly Json[]
    return rest.length === 0
      ? items.filter((_, index) => index !== step)
      : items.map((item, index) => (index === step ? remove(item, rest) : item))
  }
  const object = value as Record<string, Json>
  if (rest.length > 0) return { ...object, [String(step)]: remove(object[String(step)] ?? null, rest) }
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== step))
}
