import { describe, expect, it } from 'vitest'
import { toUtcSeconds } from '../../../app/domain/interval'
import { createBarrier } from '../../../services/neighbourhood/barrier'

const participants = [
  { name: 'own', isOwn: true },
  { name: 'other', isOwn: false }
]
const quiet = { identity: null, failure: null }
const step = (number: number, who: 'all' | 'own' = 'all') =>
  ({ number, now: toUtcSeconds(1000 + number), participants: who, label: 'day' }) as const

describe('the barrier of the simulation', () => {
  it('opens the next step only when everybody has done the one before', async () => {
    const barrier = createBarrier(participants)
    let opened = false
    const open = barrier.open(step(1), 5000).then((missing) => {
      opened = true
      return missing
    })
    barrier.done('own', 1, quiet)
    await Promise.resolve()
    expect(opened).toBe(false)
    barrier.done('other', 1, quiet)
    expect(await open).toEqual([])
  })

  it('does not wait for those who take no part', async () => {
    const barrier = createBarrier(participants)
    const open = barrier.open(step(1, 'own'), 5000)
    expect(await barrier.next('other', 0, 5)).toBeNull()
    barrier.done('own', 1, quiet)
    expect(await open).toEqual([])
  })

  it('names who did not answer and goes on', async () => {
    const barrier = createBarrier(participants)
    const open = barrier.open(step(1), 30)
    barrier.done('own', 1, quiet)
    expect(await open).toEqual(['other'])
  })

  it('wakes a household that asked before the step was there', async () => {
    const barrier = createBarrier(participants)
    const waiting = barrier.next('own', 0, 5000)
    const open = barrier.open(step(1), 5000)
    expect((await waiting)?.number).toBe(1)
    barrier.done('own', 1, quiet)
    barrier.done('other', 1, quiet)
    await open
  })

  it('lets go of everybody who waits when there will be no further step', async () => {
    const barrier = createBarrier(participants)
    const waiting = barrier.next('own', 0, 60_000)
    barrier.end()
    expect(await waiting).toBeNull()
  })

  it('ignores a report for a step that is not the open one', async () => {
    const barrier = createBarrier(participants)
    const open = barrier.open(step(2), 30)
    barrier.done('own', 1, quiet)
    barrier.done('other', 1, quiet)
    expect(await open).toEqual(['own', 'other'])
  })

  it('remembers identities and failures by household', () => {
    const barrier = createBarrier(participants)
    barrier.done('own', 1, { identity: 'ab', failure: 'meter-unreachable' })
    expect([...barrier.identities()]).toEqual([['own', 'ab']])
    expect(barrier.failures()).toEqual([{ name: 'own', step: 1, code: 'meter-unreachable' }])
  })
})
