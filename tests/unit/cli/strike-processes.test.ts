import { describe, expect, it } from 'vitest'
import { createStriker } from '../../../cli/demo/strike-processes'
import type { ChildLaunch, ChildService } from '../../../cli/launch-child'
import type { DrivenStep } from '../../../adapters/simulation/follow-driver'
import { toUtcSeconds } from '../../../app/domain/interval'

const step = (number: number): DrivenStep => ({
  number,
  now: toUtcSeconds(1_772_000_000 + number),
  label: 'day',
  neighbours: []
})

/** Counts who is alive in each folder; starting takes a while. */
function village(startMs: number, fails = false) {
  const alive = new Map<string, number>()
  const starts: string[][] = []
  let most = 0
  const launch: ChildLaunch = async (_program, args): Promise<ChildService> => {
    const folder = args[1] ?? ''
    const again = alive.has(folder)
    starts.push([...args])
    if (again && fails) throw new Error('will not rise')
    await new Promise((resolve) => setTimeout(resolve, again ? startMs : 0))
    alive.set(folder, (alive.get(folder) ?? 0) + 1)
    most = Math.max(most, alive.get(folder) ?? 0)
    const end = (): Promise<void> => {
      alive.set(folder, (alive.get(folder) ?? 1) - 1)
      return Promise.resolve()
    }
    let ended = false
    const once = (): Promise<void> => (ended ? Promise.resolve() : ((ended = true), end()))
    return { url: '', stop: once, strike: once }
  }
  return { launch, alive, starts, most: () => most }
}

describe('the striker of a demo', () => {
  it('never has two processes in one folder, however fast the steps follow each other', async () => {
    const { launch, alive, most } = village(700)
    const striker = createStriker(launch, 'seed', 1)
    for (const home of ['a', 'b', 'c']) await striker.launch('household', ['--state', home], () => undefined)
    for (let number = 1; number <= 12; number++) {
      striker.strike(step(number))
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    await striker.calm()
    expect(striker.struck()).toBeGreaterThanOrEqual(3)
    expect(most()).toBe(1)
    expect([...alive.values()]).toEqual([1, 1, 1])
  })

  it('starts a service again at the time it now is, not at its first', async () => {
    const { launch, starts } = village(0)
    const striker = createStriker(launch, 'seed', 1)
    await striker.launch('household', ['--state', 'a', '--simulated-clock', '5'], () => undefined)
    striker.strike(step(7))
    await new Promise((resolve) => setTimeout(resolve, 500))
    await striker.calm()
    expect(starts.map((args) => args[3])).toEqual(['5', String(step(7).now)])
  })

  it('says so where somebody does not rise again, instead of ending the program', async () => {
    const { launch } = village(0, true)
    const striker = createStriker(launch, 'seed', 1)
    await striker.launch('household', ['--state', 'a'], () => undefined)
    striker.strike(step(1))
    await expect(striker.failed).rejects.toThrow('will not rise')
    await striker.calm()
  }, 20_000)
})
