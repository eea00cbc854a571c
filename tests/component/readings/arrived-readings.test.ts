import { describe, expect, it } from 'vitest'
import type { ImportedFile } from '../../../app/contract'
import { click, openWindow, settled } from '../support/open-window'
import { byRole, textOf } from '../support/queries'

const csv = (name: string) => ({ token: 'c'.repeat(31) + name.length.toString(16), name, bytes: 9 })
const bill = { token: 'b'.repeat(32), name: 'bill.wattveil', bytes: 2 }

function imported(name: string): ImportedFile {
  const counts = { intervals: 3, added: 3, unchanged: 0, contradictions: 0 }
  const meter = { meterId: '1WVT0001', ...counts, first: 1_767_222_000, last: 1_767_224_700, drawn: 3000, fedIn: null }
  return { name, format: 'operator-table', meters: [meter], remarks: [], refused: null }
}

describe('readings that the system hands over', () => {
  it('are imported on the page of readings, and papers beside them on that of bills', async () => {
    const { root, calls } = await openWindow({
      path: '/settings',
      answers: {
        'files.arrived': () => [csv('may.csv'), csv('other.XML'), bill],
        'readings.import': () => [imported('may.csv'), imported('other.XML')]
      }
    })
    expect(calls.find(({ name }) => name === 'readings.import')?.request).toEqual({
      files: [csv('may.csv').token, csv('other.XML').token]
    })
    expect(calls.find(({ name }) => name === 'bills.open')?.request).toEqual({ files: [bill.token] })
    await click(byRole(root, 'link', /^Readings/u))
    expect(textOf(root)).toContain('other.XML')
  })

  it('wait for the import before them, and all are told of', async () => {
    let arriving = [csv('a.csv')]
    const answers: (() => void)[] = []
    const { root, calls, emit } = await openWindow({
      path: '/settings',
      answers: {
        'files.arrived': () => arriving.splice(0),
        'readings.import': (request) =>
          new Promise<ImportedFile[]>((resolve) => {
            answers.push(() => resolve((request as { files: string[] }).files.map((token) => imported(token))))
          })
      }
    })
    const taken = () => calls.filter(({ name }) => name === 'readings.import').map(({ request }) => request)
    expect(taken()).toHaveLength(1)
    for (const name of ['bbb.csv', 'cccc.csv']) {
      arriving = [csv(name)]
      emit('files.arriving', {})
      await settled()
    }
    expect(taken()).toHaveLength(1)
    answers.shift()?.()
    await settled()
    expect(taken().at(-1)).toEqual({ files: [csv('bbb.csv').token, csv('cccc.csv').token] })
    answers.shift()?.()
    await settled()
    for (const name of ['a.csv', 'bbb.csv', 'cccc.csv']) expect(textOf(root)).toContain(csv(name).token)
  })
})
