/** `wattveil serve meter` without a configuration: meters with numbers of their own, which stay. */

import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { UsageError } from '../../../cli/command'
import { serveMeter } from '../../../cli/serve/meter'
import { temporaryFolder } from '../../support/temporary-folder'

type Served = { readonly meters: readonly { readonly address: string; readonly password: string }[] }

async function served(state: string, values: Readonly<Record<string, string>> = {}): Promise<Served['meters']> {
  const shown: { value: unknown } = { value: null }
  const service = await serveMeter(
    { positionals: ['meter'], values: { state, ...values } },
    { json: true, say: () => undefined, progress: () => undefined, result: (value) => (shown.value = value) }
  )
  await service.close()
  return (shown.value as Served).meters
}

const idsOf = (meters: Served['meters']): string[] => meters.map(({ address }) => address.split('/').at(-1)!)

describe('wattveil serve meter', () => {
  it('makes meters of different numbers, and is the same meters at every start', async () => {
    const state = path.join(temporaryFolder(), 'meters')
    const first = await served(state, { meters: '3', seconds: '300' })
    expect(new Set(idsOf(first)).size).toBe(3)
    for (const id of idsOf(first)) expect(id).toMatch(/^1WVL\d{10}$/u)
    const kept = readFileSync(path.join(state, 'meters.json'), 'utf8')
    const again = await served(state)
    expect(again.map(({ password }) => password)).toEqual(first.map(({ password }) => password))
    expect(idsOf(again)).toEqual(idsOf(first))
    expect(readFileSync(path.join(state, 'meters.json'), 'utf8')).toBe(kept)
    expect(statSync(path.join(state, 'meters.json')).mode & 0o777).toBe(0o600)
    // The passwords and the start of each chain among it: another start would be another meter of the same number.
    expect(new Set(JSON.parse(kept).meters.map(({ seconds }: { seconds: number }) => seconds))).toEqual(new Set([300]))

    await expect(served(state, { meters: '2' })).rejects.toThrow(UsageError)
    await expect(served(state, { seconds: '900' })).rejects.toThrow('has other meters already')
    expect(idsOf(await served(state, { meters: '3', seconds: '300' }))).toEqual(idsOf(first))
  })

  it('gives one meter where no number is asked for, another in another folder', async () => {
    const [a, b] = [await served(temporaryFolder()), await served(temporaryFolder())]
    expect([a.length, b.length]).toEqual([1, 1])
    expect(idsOf(a)).not.toEqual(idsOf(b))
  })

  it.each([{ seconds: '60' }, { seconds: '3900' }, { meters: '0' }, { meters: '201' }])(
    'refuses %j',
    async (values) => {
      await expect(served(temporaryFolder(), values)).rejects.toThrow(UsageError)
    }
  )
})
