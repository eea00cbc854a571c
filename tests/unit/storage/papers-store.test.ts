import { describe, expect, it } from 'vitest'
import type { PapersStore } from '../../../app/bills/papers/papers-store'
import { toUtcSeconds } from '../../../app/domain/interval'
import { createPapersStore } from '../../../adapters/storage/papers-store'
import { memoryPapersStore } from '../../support/bills/memory-papers-store'
import { testDatabase } from '../../support/test-database'

const HASH = 'a'.repeat(64)
const shown = (start: number, at: number, billHash = HASH) => ({
  billHash,
  start: toUtcSeconds(start),
  seconds: 900,
  energy: 299_000,
  at: toUtcSeconds(at)
})
const stores: readonly (readonly [string, () => PapersStore])[] = [
  ['database', () => createPapersStore(testDatabase())],
  ['memory', memoryPapersStore]
]

describe.each(stores)('readings shown with evidence, in %s', (_, open) => {
  it('are kept by bill and in order', () => {
    const store = open()
    store.keepShown([shown(1800, 5), shown(900, 5)])
    store.keepShown([shown(900, 6, 'b'.repeat(64))])
    expect(store.shown(HASH)).toEqual([shown(900, 5), shown(1800, 5)])
    expect(store.shown('c'.repeat(64))).toEqual([])
  })

  it('keep the time when they were first shown', () => {
    const store = open()
    store.keepShown([shown(900, 5)])
    store.keepShown([shown(900, 99)])
    expect(store.shown(HASH)).toEqual([shown(900, 5)])
  })
})
