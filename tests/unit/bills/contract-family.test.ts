import { expect, it } from 'vitest'
import { familyOf, familyResponse } from '../../../app/bills/contract-family'
import type { HeldContract } from '../../../app/bills/evidence'
import type { StoredResponse } from '../../../app/bills/bill-store'
import { toUtcSeconds } from '../../../app/domain/interval'

/** Of a contract no more is looked at than its number and its supplier's key. */
function contract(hash: string, id: string, key: number): HeldContract {
  const document = { id, supplier: { name: 'Stromwerk Musterau', key: new Uint8Array(32).fill(key) } }
  return { hash, document } as unknown as HeldContract
}

const first = contract('a', 'M-1', 1)
const amended = contract('b', 'M-1', 1)
const all = [first, contract('c', 'M-2', 1), contract('d', 'M-1', 2), amended]
const start = toUtcSeconds(0)

it('a contract and its amendments have one number and one supplier’s key', () => {
  expect(familyOf(all, first)).toEqual([first, amended])
  expect(familyOf(all, amended)).toEqual([first, amended])
  expect(familyOf(all, contract('d', 'M-1', 2)).map(({ hash }) => hash)).toEqual(['d'])
})

it('what was answered under any of them is answered', () => {
  const answer = { contractHash: 'a' } as StoredResponse
  const store = { response: (hash: string) => (hash === 'a' ? answer : null) }
  expect(familyResponse(store, [first, amended], start)).toBe(answer)
  expect(familyResponse(store, [amended], start)).toBeNull()
})
