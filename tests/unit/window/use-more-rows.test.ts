import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type EffectScope, effectScope, nextTick, ref } from 'vue'
import { type TableRows, useMoreRows } from '../../../renderer/features/readings/use-more-rows'

const frames: (() => void)[] = []
let scope: EffectScope

beforeEach(() => {
  frames.length = 0
  scope = effectScope()
  vi.useFakeTimers()
  vi.stubGlobal('requestAnimationFrame', (work: () => void) => frames.push(work))
})

afterEach(() => {
  scope.stop()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function open(table: Partial<TableRows>): ReturnType<typeof useMoreRows> {
  const made = scope.run(() => useMoreRows({ rows: () => 168, columns: () => 6, few: 168, of: () => 1, ...table }))
  if (!made) throw new TypeError('no scope')
  return made
}

/** One frame is drawn, and what was to come after it. */
async function drawFrame(): Promise<void> {
  for (const work of frames.splice(0)) work()
  vi.runAllTimers()
  await nextTick()
}

describe('useMoreRows', () => {
  it('makes at most 250 cells between two frames, until every row is there', async () => {
    const table = open({})
    let before = 0
    while (table.shown.value < 168) {
      expect(table.shown.value).toBeGreaterThan(before)
      expect((table.shown.value - before) * 6).toBeLessThanOrEqual(252)
      before = table.shown.value
      await drawFrame()
    }
    await drawFrame()
    expect(frames).toEqual([])
    expect(table.next.value).toBe(0)
  })

  it('makes a row that is wider than that all the same', () => {
    expect(open({ columns: () => 1000 }).shown.value).toBe(1)
  })

  it('stops at the few of a long table and goes on when asked for more', async () => {
    const table = open({ rows: () => 1000, few: 31 })
    for (let frame = 0; frame < 5; frame++) await drawFrame()
    expect([table.shown.value, table.next.value]).toEqual([31, 31])
    table.more()
    for (let frame = 0; frame < 5; frame++) await drawFrame()
    expect([table.shown.value, table.next.value]).toEqual([62, 31])
  })

  it('begins from the top with another thing, even while rows were still to come', async () => {
    const week = ref('one')
    const table = open({ of: () => week.value })
    await drawFrame()
    const first = 42
    expect(table.shown.value).toBe(2 * first)
    week.value = 'another'
    await nextTick()
    expect(table.shown.value).toBe(first)
    for (let frame = 0; frame < 5; frame++) await drawFrame()
    expect(table.shown.value).toBe(168)
  })

  it('makes nothing for a table that is gone', async () => {
    const table = open({})
    scope.stop()
    await drawFrame()
    expect(table.shown.value).toBe(42)
  })
})
