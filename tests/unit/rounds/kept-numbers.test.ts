/** Neighbours exchange their numbers when they join; the first list that names them, days later, finds them verified. */

import { describe, expect, it, vi } from 'vitest'
import { timeOf } from '../../support/rounds/test-meter'
import { FIRST_DAY, createNeighbourhood } from '../../support/rounds/test-neighbourhood'
import { groupOf, phasesOf } from '../../support/rounds/views'

vi.setConfig({ testTimeout: 60_000 })

describe('a neighbour’s number taken before any list', () => {
  it('lets the first list be taken, without which it would be refused', async () => {
    const all = createNeighbourhood({ seed: 'kept numbers' })
    for (const { rounds } of all.households) await rounds.join(all.invitation)
    const me = await Promise.all(all.households.map(async (home) => (await groupOf(home)).me))
    // All but the last keep the numbers of four others, half of them as words; the last keeps one too few.
    for (const [index, { rounds }] of all.households.entries()) {
      for (let step = 1; step <= (index === 9 ? 3 : 4); step++) {
        const { safetyNumber, safetyWords } = me[(index + step) % 10]!
        const text = step % 2 === 0 ? safetyWords.map((word) => word.slice(0, 4)).join(', ') : safetyNumber
        expect(rounds.takeNumber(text)).toEqual({ outcome: 'kept', meterId: null })
      }
    }
    const [first] = all.households
    expect(first!.rounds.takeNumber(me[0]!.safetyWords.join(' '))).toEqual({ outcome: 'own', meterId: null })
    for (const text of ['', '12345', 'zzzz '.repeat(10)])
      expect(first!.rounds.takeNumber(text).outcome).toBe('malformed')
    expect(await groupOf(first!)).toMatchObject({ keptNumbers: 4, companions: 0 })
    all.measure()
    await all.stepAll(timeOf(FIRST_DAY + 1, 600))
    await all.stepAll(timeOf(FIRST_DAY + 2, 600))
    expect(await phasesOf(all.households, FIRST_DAY)).toEqual([
      ...Array<string>(9).fill('submitted'),
      'refused: too-few-companions'
    ])
    expect(await groupOf(first!)).toMatchObject({ keptNumbers: 0, companions: 4 })
    const last = all.households[9]!
    expect(await groupOf(last)).toMatchObject({ keptNumbers: 0, companions: 3 })
    // With a list at hand the home is found at once.
    expect(last.rounds.takeNumber(me[5]!.safetyNumber)).toEqual({ outcome: 'verified', meterId: me[5]!.meterId })
  })

  it('is kept on disk, a hundred at most, and the oldest go', async () => {
    const all = createNeighbourhood({ seed: 'many numbers', households: 1 })
    const [home] = all.households
    await home!.rounds.join(all.invitation)
    const numbers = Array.from({ length: 103 }, (_, index) => String(index).padStart(30, '0'))
    for (const [index, number] of numbers.entries()) {
      all.clock.set(timeOf(FIRST_DAY, index))
      home!.rounds.takeNumber(number)
    }
    home!.restart()
    expect([...home!.store.keptNumbers()].sort()).toEqual(numbers.slice(3).sort())
  })
})
