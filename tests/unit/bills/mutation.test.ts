/** Every field of a right bill is changed, one at a time: no change may leave the word correct. */

import { describe, expect, it } from 'vitest'
import { createInProcessWork } from '../../../adapters/commitment-work/in-process-work'
import { encodeBill } from '../../../app/bills/documents/bill-document'
import { encodeSignedFile, signFile } from '../../../app/bills/documents/signed-file'
import type { Verification } from '../../../app/bills/verify-bill'
import { createNobleKernel, utf8 } from '../../../crypto'
import { dynamicWithGridFeeTariff, threeTimesTariff } from '../../../services/supplier/example-tariffs'
import { type BillCase, billCase, exampleTerms, primitives } from '../../support/bills/bill-case'
import { rememberingWork } from '../../support/bills/remembering-work'
import { seededRandom } from '../../support/seeded-random'

type Json = string | null | readonly Json[] | { readonly [name: string]: Json }
type Path = readonly (string | number)[]

const work = rememberingWork(createInProcessWork(createNobleKernel(), seededRandom('mutation')))
const cases: readonly (readonly [string, BillCase])[] = [
  ['a time-of-use bill', billCase({ seconds: 3600, tariff: threeTimesTariff(exampleTerms()), daysBefore: 1, work })],
  [
    'a dynamic bill with a grid fee',
    billCase({
      seconds: 3600,
      tariff: dynamicWithGridFeeTariff(exampleTerms()),
      listPrice: (start) => BigInt((start % 99_991) - 20_000),
      work
    })
  ]
]

/** A supplier may call a bill what it likes and send it when it likes, after the period. */
const FREE: readonly string[] = ['number', 'issued']
/** Long lists are sampled at both ends and in the middle. */
const LONG = 50

describe.each(cases)('%s', { timeout: 300_000 }, (_, made) => {
  const json = JSON.parse(new TextDecoder().decode(encodeBill(made.bill))) as Json
  const leaves = leavesOf(json)

  it('is correct as it stands, and has fields to change', async () => {
    expect((await made.verify(made.bill)).verdict).toBe('correct')
    expect(leaves.length).toBeGreaterThan(60)
  })

  it('is never correct with one field changed and signed anew by the supplier', async () => {
    const survivors: string[] = []
    for (const path of leaves) {
      if (path.length === 1 && FREE.includes(String(path[0]))) continue
      for (const change of changesOf(at(json, path))) {
        const result = await signedBySupplier(made, replace(json, path, change))
        if (result.verdict === 'correct') survivors.push(`${path.join('.')} -> ${JSON.stringify(change)}`)
      }
    }
    expect(survivors).toEqual([])
  })

  it('is never correct with one field taken away', async () => {
    const survivors: string[] = []
    for (const path of leaves) {
      const result = await signedBySupplier(made, remove(json, path))
      if (result.verdict === 'correct') survivors.push(path.join('.'))
    }
    expect(survivors).toEqual([])
  })

  it('is not genuine, or damaged, with one field changed under the old signature', async () => {
    const signature = made.sign(made.bill).signature
    const words = new Set<string>()
    for (const path of leaves.filter((_, index) => index % 5 === 0)) {
      const body = utf8(JSON.stringify(replace(json, path, changesOf(at(json, path))[0] ?? null)))
      const file = { ...signFile(primitives, 'bill', body, made.supplierSeed), signature }
      words.add((await made.verifyBytes(encodeSignedFile(file))).verdict)
    }
    expect([...words].every((word) => word === 'not-genuine' || word === 'cannot-be-checked')).toBe(true)
    expect(words.has('not-genuine')).toBe(true)
  })
})

function signedBySupplier(made: BillCase, json: Json): Promise<Verification> {
  return made.verifyBytes(encodeSignedFile(signFile(primitives, 'bill', utf8(JSON.stringify(json)), made.supplierSeed)))
}

function leavesOf(value: Json, path: Path = []): Path[] {
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
function changesOf(value: Json): readonly Json[] {
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

function at(value: Json, path: Path): Json {
  return path.reduce<Json>((node, step) => (node as Record<string | number, Json>)[step] ?? null, value)
}

function replace(value: Json, [step, ...rest]: Path, change: Json): Json {
  if (step === undefined) return change
  if (Array.isArray(value))
    return value.map((item: Json, index) => (index === step ? replace(item, rest, change) : item))
  const object = value as Record<string, Json>
  return { ...object, [step]: replace(object[step] ?? null, rest, change) }
}

function remove(value: Json, [step, ...rest]: Path): Json {
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
