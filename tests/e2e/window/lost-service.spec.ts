/** A process of the simulated neighbourhood that dies: said at once, nothing of it left, and started again. */

import { rmSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import type { WindowBridge } from '../../../app/contract/bridge'
import { type OwnProgram, startOwnProgram } from '../support/own-program'

test.describe.configure({ timeout: 180_000 })

const SERVICES = /^wattveil-(?:virtual-meter|collector|supplier|household|neighbourhood)$/u

for (const lost of ['supplier', 'household']) {
  test(`a lost ${lost} ends the neighbourhood with a sentence, and it can be started again`, async () => {
    const program = await startOwnProgram()
    try {
      await program.page.getByRole('button', { name: 'Start the neighbourhood' }).click()
      await expect.poll(() => phaseOf(program), { timeout: 90_000 }).toBe('preparing')
      process.kill(await pidOf(program, `wattveil-${lost}`), 'SIGKILL')
      await expect.poll(() => phaseOf(program), { timeout: 15_000 }).toBe('failed')
      await expect(program.page.getByText('The neighbourhood could not be started.')).toBeVisible()
      await expect.poll(async () => (await processes(program)).filter(({ name }) => SERVICES.test(name))).toEqual([])
      await program.page.getByRole('button', { name: 'Try again' }).click()
      await expect.poll(() => phaseOf(program), { timeout: 90_000 }).toBe('preparing')
    } finally {
      await program.close()
    }
  })
}

test('a window that is killed leaves none of them behind', async () => {
  const program = await startOwnProgram()
  const window = program.app.process()
  try {
    await program.page.getByRole('button', { name: 'Start the neighbourhood' }).click()
    await expect.poll(() => phaseOf(program), { timeout: 90_000 }).toBe('preparing')
    const left = (await processes(program)).filter(({ name }) => SERVICES.test(name)).map(({ pid }) => pid)
    expect(left.length).toBeGreaterThanOrEqual(5)
    window.kill('SIGKILL')
    await expect.poll(() => left.filter(isAlive), { timeout: 15_000 }).toEqual([])
  } finally {
    window.kill('SIGKILL')
    rmSync(program.home, { recursive: true, force: true })
  }
})

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

function phaseOf({ page }: OwnProgram): Promise<string> {
  return page.evaluate(async () => {
    const { client } = (window as unknown as { readonly wattveil: WindowBridge }).wattveil
    const answer = await client['simulation.state']({})
    return answer.ok ? answer.value.phase : answer.error.code
  })
}

type Found = { readonly name: string; readonly pid: number }

function processes({ app }: OwnProgram): Promise<Found[]> {
  return app.evaluate(({ app: electron }) =>
    electron.getAppMetrics().map(({ name, pid }) => ({ name: name ?? '', pid }))
  )
}

async function pidOf(program: OwnProgram, wanted: string): Promise<number> {
  const found = (await processes(program)).find(({ name }) => name === wanted)
  if (!found) throw new Error(`no process ${wanted}`)
  return found.pid
}
