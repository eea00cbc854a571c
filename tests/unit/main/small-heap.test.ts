import { expect, it } from 'vitest'
import { collectGarbage } from '../../../main/core/small-heap'

it('gives back at once what nothing holds any more', async () => {
  const collect = collectGarbage()
  const left = new WeakRef(new Uint8Array(1_000_000))
  // What a WeakRef has handed out lives until the turn ends.
  await new Promise((resolve) => setTimeout(resolve, 0))
  expect(left.deref()).toBeDefined()
  await new Promise((resolve) => setTimeout(resolve, 0))
  collect()
  expect(left.deref()).toBeUndefined()
})
