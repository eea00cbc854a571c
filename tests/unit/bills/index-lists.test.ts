import { expect, it } from 'vitest'
import { encodeIndexList } from '../../../app/bills/documents/index-document'
import { encodeSignedFile, signFile } from '../../../app/bills/documents/signed-file'
import { createIndexLists } from '../../../app/bills/index-lists'
import { toUtcSeconds } from '../../../app/domain/interval'
import { noblePrimitives } from '../../../crypto'
import { makeList } from '../../support/bills/bill-case'
import { memoryBillStore } from '../../support/bills/memory-bill-store'
import { seededRandom } from '../../support/seeded-random'

const DAY = 86_400
const seed = seededRandom('index lists').bytes(32)
const key = noblePrimitives.ed25519.publicKey(seed)
const day = (number: number) => ({ start: toUtcSeconds(number * DAY), end: toUtcSeconds((number + 1) * DAY) })

/** One list for each two days, the price of a list is its number. */
function stand(count: number) {
  const store = memoryBillStore()
  const add = (number: number, by = seed): void => {
    const prices = Array.from({ length: 48 }, () => BigInt(number))
    const list = makeList(prices, toUtcSeconds(2 * number * DAY), 3600)
    const file = signFile(noblePrimitives, 'index', encodeIndexList(list), by)
    store.keepDocument({ hash: file.hash, kind: 'index', file: encodeSignedFile(file) })
  }
  for (let number = 0; number < count; number++) add(number)
  let read = 0
  const lists = createIndexLists(noblePrimitives, {
    documents: (kind) => store.documents(kind),
    document: (hash) => {
      read += 1
      return store.document(hash)
    }
  })
  const priceOn = (number: number): bigint | undefined => lists.covering(key, day(number))?.document.prices[0]
  return { lists, add, priceOn, read: () => read }
}

it('the first list that holds a whole day is found, and each is read once', () => {
  const { lists, priceOn, read } = stand(2)
  expect([0, 1, 2, 3, 0, 1].map(priceOn)).toEqual([0n, 0n, 1n, 1n, 0n, 0n])
  expect(read()).toBe(2)
  expect(lists.covering(key, { start: day(1).start, end: day(2).end })).toBeNull()
  expect(priceOn(4)).toBeUndefined()
  expect(read()).toBe(2)
})

it('two lists stay in memory, and which days the others hold is remembered', () => {
  const { priceOn, read } = stand(4)
  expect([0, 2, 4, 6].map(priceOn)).toEqual([0n, 1n, 2n, 3n])
  expect(read()).toBe(4)
  expect([4, 6].map(priceOn)).toEqual([2n, 3n])
  expect(read()).toBe(4)
  expect(priceOn(0)).toBe(0n)
  expect(read()).toBe(5)
})

it('a list of another publisher has no prices, and a new one is found once the source is told', () => {
  const { lists, add, priceOn } = stand(1)
  add(1, seededRandom('somebody else').bytes(32))
  expect(priceOn(2)).toBeUndefined()
  lists.forget()
  expect(priceOn(2)).toBeUndefined()
  add(2)
  expect(priceOn(4)).toBeUndefined()
  lists.forget()
  expect(priceOn(4)).toBe(2n)
})
