import { describe, expect, it } from 'vitest'
import type { Failure, OpenedFile } from '../../../app/contract'
import { Refusal } from '../support/client-double'
import { type OpenWindow, click, openWindow, settled } from '../support/open-window'
import { allByRole, byRole, faultsOf, textOf } from '../support/queries'
import { hashOf, sampleReport } from '../support/sample-bills'

const filesOf = (count: number, ending = 'json') =>
  Array.from({ length: count }, (_, at) => ({
    token: String(at).padStart(32, '0'),
    name: `file-${at + 1}.${ending}`,
    bytes: 10
  }))

/** @param among how many things are dropped in all, files that can be read and others */
async function dropOn({ root, drop }: OpenWindow, files: ReturnType<typeof filesOf>, among = files.length) {
  drop(files)
  const event = new Event('drop', { bubbles: true, cancelable: true })
  Object.assign(event, { dataTransfer: { files: { length: among } } })
  root.querySelector('.drop-zone')!.dispatchEvent(event)
  await settled()
}

const told = (root: HTMLElement): string => textOf(byRole(root, 'region', 'Files taken in'))

describe('several files at once', () => {
  it('tell of each bill with its word, and show the one that asks most of the person', async () => {
    const window = await openWindow({
      path: '/bills',
      answers: {
        'bills.open': () => [
          { kind: 'bill', name: 'right.json', hash: hashOf('correct') },
          { kind: 'bill', name: 'wrong.json', hash: hashOf('wrong') },
          { kind: 'bill', name: 'open.json', hash: hashOf('cannot-be-checked') }
        ]
      }
    })
    await dropOn(window, filesOf(3))
    expect(told(window.root)).toContain('wrong.json Bill 2026-04-0417, 1 to 30 April 2026 of €88.93: Wrong')
    expect(told(window.root)).toContain('of €84.75: Correct')
    expect(textOf(byRole(window.root, 'region', 'Result').querySelector('h2'))).toBe('Wrong')
    await click(allByRole(byRole(window.root, 'region', 'Files taken in'), 'link')[0]!)
    expect(textOf(byRole(window.root, 'region', 'Result').querySelector('h2'))).toBe('Correct')
    expect(faultsOf(window.root)).toEqual([])
  })

  it('are asked for in turns, and none is forgotten', async () => {
    const asked: number[] = []
    const window = await openWindow({
      path: '/bills',
      answers: {
        'bills.open': ({ files }): OpenedFile[] => {
          asked.push(files.length)
          return files.map((token) => ({ kind: 'tariff', name: token, title: 'T' }))
        }
      }
    })
    await dropOn(window, filesOf(45))
    expect(asked).toEqual([20, 20, 5])
    expect(byRole(window.root, 'region', 'Files taken in').querySelectorAll('li')).toHaveLength(45)
  })

  it('say so where something is no file, and which PDF waits', async () => {
    const window = await openWindow({ path: '/bills' })
    await dropOn(window, [], 1)
    expect(told(window.root)).toContain('Folders cannot be taken')
    await dropOn(window, filesOf(2, 'pdf'))
    expect(told(window.root)).toContain('file-2.pdf PDFs are read one at a time.')
    expect(told(window.root)).not.toContain('Folders')
  })
})

describe('a check that was cancelled', () => {
  it('is no longer spoken of once another check has begun', async () => {
    const answers: ((answer: Failure | readonly OpenedFile[]) => void)[] = []
    const window = await openWindow({
      path: '/bills',
      answers: {
        'bills.open': () =>
          new Promise((resolve, reject) => {
            answers.push((answer) => ('code' in answer ? reject(new Refusal(answer)) : resolve([...answer])))
          })
      }
    })
    await dropOn(window, filesOf(1))
    await click(byRole(window.root, 'button', 'Cancel the check'))
    await dropOn(window, filesOf(1))
    answers[0]!({ code: 'cancelled', params: {} })
    await settled()
    expect(window.root.textContent).not.toContain('Check cancelled.')
    expect(answers).toHaveLength(2)
    answers[1]!({ code: 'cancelled', params: {} })
    await settled()
    expect(told(window.root)).toContain('Check cancelled. Nothing was lost')
  })
})

describe('a line of energy fed in', () => {
  it('is told from one of energy drawn', async () => {
    const report = sampleReport(hashOf('correct'))
    const lines = report.lines.map((line, at) => (at === 0 ? { ...line, fedIn: true as const } : line))
    const { root } = await openWindow({
      path: `/bills/${hashOf('correct')}`,
      answers: { 'bills.report': () => ({ ...report, lines }) }
    })
    const rows = allByRole(root, 'row').map(textOf)
    expect(rows.filter((row) => row.includes('fed in'))).toHaveLength(1)
  })
})
