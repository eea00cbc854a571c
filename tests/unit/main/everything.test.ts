import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Everything, deleteProcedures } from '../../../main/everything'
import { createVault } from '../../../main/vault'
import { temporaryFolder } from '../../support/temporary-folder'

const NO_KEYCHAIN = { isAvailable: () => false, encrypt: Buffer.from, decrypt: String }

/** A home with data, whose core writes down when it is stopped and started. */
function homeWith(change: Partial<Everything> = {}, failure: string | null = null) {
  const home = temporaryFolder()
  const dataFolder = path.join(home, 'data')
  const vault = createVault(dataFolder, NO_KEYCHAIN)
  const steps: string[] = []
  const note = (step: string) => () => Promise.resolve(void steps.push(step))
  for (const name of ['copies', 'simulation']) mkdirSync(path.join(dataFolder, name), { recursive: true })
  const files = ['household.db', 'household.db-wal', 'household-damaged-1.db', 'copies/1.db', 'simulation/plan.json']
  for (const name of files) writeFileSync(path.join(dataFolder, name), name)
  const procedures = deleteProcedures({
    dataFolder,
    vault,
    core: {
      state: () => ({ running: failure === null, failure }),
      restart: async (_rescue, meanwhile) => {
        steps.push('core ends')
        await (meanwhile?.() ?? Promise.resolve()).finally(() => steps.push('core begins'))
        return null
      }
    },
    services: { stopAll: note('services end') },
    background: { forget: () => void steps.push('background') },
    updates: { forget: note('updates') },
    clearPage: note('page cleared'),
    renewPage: () => void steps.push('page anew'),
    ...change
  })
  return { home, dataFolder, procedures, steps }
}

describe('deleting everything', () => {
  it('removes every file while no process has one open, and begins the page anew', async () => {
    const { home, procedures, steps } = homeWith()
    await procedures['data.delete-all']({ confirmed: true })
    await new Promise((resolve) => setImmediate(resolve))
    expect(readdirSync(home)).toEqual([])
    expect(steps).toEqual([
      ...['core ends', 'services end', 'background', 'updates', 'page cleared', 'core begins', 'page anew']
    ])
  })

  it('says so when something beside the data could not be removed, and goes on running', async () => {
    const { procedures, steps } = homeWith({ updates: { forget: () => Promise.reject(new Error('EBUSY')) } })
    await expect(procedures['data.delete-all']({ confirmed: true })).rejects.toThrow('delete-incomplete')
    expect(steps.at(-1)).toBe('core begins')
  })

  it('gives up data behind a forgotten passphrase, and no other that way', async () => {
    const open = homeWith()
    await expect(open.procedures['protection.forget']({ confirmed: true })).rejects.toThrow('bad-request')
    expect(existsSync(open.dataFolder)).toBe(true)
    const locked = homeWith({}, 'passphrase-needed')
    await locked.procedures['protection.forget']({ confirmed: true })
    expect(existsSync(locked.dataFolder)).toBe(false)
  })
})
