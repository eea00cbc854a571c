import { describe, expect, it } from 'vitest'
import type { ReadyMember } from '../../../app/rounds/aggregate'
import { splitReady } from '../../../app/rounds/split-ready'
import { toHex } from '../../../crypto'
import { seededRandom } from '../../support/seeded-random'
import { createCast } from '../../support/rounds/vector-cast'

const [member] = createCast('split').members

function readyMembers(count: number): ReadyMember[] {
  const random = seededRandom(`split ${String(count)}`)
  return Array.from({ length: count }, () => {
    const { keys, enrol } = member!.ready
    return { keys, enrol: { ...enrol, enrol: { ...enrol.enrol, memberId: random.bytes(32) } } }
  })
}

const idsOf = (part: readonly ReadyMember[]): string[] => part.map(({ enrol }) => toHex(enrol.enrol.memberId))

describe('those who are ready', () => {
  it.each([
    [9, 10, []],
    [10, 10, [10]],
    [64, 10, [64]],
    [65, 10, [32, 33]],
    [200, 10, [50, 50, 50, 50]],
    // A roster is never smaller than the group's minimum, and never larger than anybody takes.
    [70, 40, [70]],
    [250, 150, [200]],
    [450, 200, [200, 200]]
  ])('%i of a group of at least %i are split into %j', (count, minRoster, sizes) => {
    expect(splitReady(readyMembers(count), minRoster).map(({ length }) => length)).toEqual(sizes)
  })

  it('are in one roster each, ids ascending, whatever they wish', () => {
    const ready = readyMembers(300)
    const random = seededRandom('wishes')
    const wishes = ready.map(({ enrol }) => ({
      memberId: enrol.enrol.memberId,
      with: Array.from({ length: random.below(16) }, () => ready[random.below(300)]!.enrol.enrol.memberId)
    }))
    const parts = splitReady(ready, 10, wishes)
    expect(new Set(parts.flatMap(idsOf)).size).toBe(300)
    for (const part of parts) expect(idsOf(part)).toEqual([...idsOf(part)].sort())
  })

  it('are with the neighbours they wish for, where those fit into one roster', () => {
    const ready = readyMembers(128)
    const circles = Array.from({ length: 16 }, (_, circle) => ready.filter((_, index) => index % 16 === circle))
    const wishes = circles.flatMap((circle) =>
      circle.map(({ enrol }) => ({
        memberId: enrol.enrol.memberId,
        with: circle.map((other) => other.enrol.enrol.memberId)
      }))
    )
    const parts = splitReady(ready, 10, wishes).map((part) => new Set(idsOf(part)))
    expect(parts).toHaveLength(2)
    for (const circle of circles) {
      expect(parts.some((part) => idsOf(circle).every((id) => part.has(id)))).toBe(true)
    }
  })
})
