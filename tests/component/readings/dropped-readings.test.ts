import { describe, expect, it } from 'vitest'
import type { ImportedFile } from '../../../app/contract'
import { type OpenWindow, openWindow, settled } from '../support/open-window'
import { byRole, faultsOf, textOf } from '../support/queries'

const files = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ token: String(at).padStart(32, '0'), name: `${at}.csv`, bytes: 9 }))

const imported = (name: string): ImportedFile => ({ name, format: 'nem12', meters: [], remarks: [], refused: null })

/** @param among how many things are dropped in all, files that can be read and others */
async function dropOn({ root, drop }: OpenWindow, some: ReturnType<typeof files>, among: number): Promise<void> {
  drop(some)
  const event = new Event('drop', { bubbles: true, cancelable: true })
  Object.assign(event, { dataTransfer: { files: { length: among } } })
  root.querySelector('.drop-zone')!.dispatchEvent(event)
  await settled()
}

const told = ({ root }: OpenWindow): string => textOf(byRole(root, 'region', 'Import files'))

describe('readings that are dropped', () => {
  it('are asked for in turns, and none is forgotten', async () => {
    const asked: number[] = []
    const window = await openWindow({
      path: '/readings',
      answers: {
        'readings.import': (request) => {
          asked.push(request.files.length)
          return request.files.map(imported)
        }
      }
    })
    await dropOn(window, files(60), 60)
    expect(asked).toEqual([50, 10])
    expect(byRole(window.root, 'region', 'Import files').querySelectorAll('li')).toHaveLength(60)
  })

  it('are told of beside a folder that was dropped with them', async () => {
    const window = await openWindow({
      path: '/readings',
      answers: { 'readings.import': (request) => request.files.map(() => imported('may.csv')) }
    })
    await dropOn(window, files(1), 3)
    expect(told(window)).toMatch(/may\.csv.*2 things that were dropped are no files .* Folders cannot be taken/u)
    expect(faultsOf(window.root)).toEqual([])
  })

  it('are put away where only a folder is dropped after them', async () => {
    const window = await openWindow({
      path: '/readings',
      answers: { 'readings.import': (request) => request.files.map(() => imported('may.csv')) }
    })
    await dropOn(window, files(1), 1)
    expect(told(window)).not.toContain('Folders')
    await dropOn(window, [], 1)
    expect(told(window)).toContain('One thing that was dropped is no file')
    expect(told(window)).not.toContain('may.csv')
  })

  it('say so on the first start, too', async () => {
    const window = await openWindow({ scene: { firstStart: true }, path: '/' })
    await dropOn(window, [], 1)
    expect(told(window)).toContain('Folders cannot be taken')
  })
})
