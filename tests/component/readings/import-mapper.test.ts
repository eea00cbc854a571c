import { describe, expect, it } from 'vitest'
import type { ImportedFile, RequestOf } from '../../../app/contract'
import { click, openWindow, settled } from '../support/open-window'
import { allByRole, byRole, faultsOf, nameOf, textOf } from '../support/queries'

const doubtful: ImportedFile = {
  name: 'table.csv',
  format: 'operator-table',
  meters: [],
  remarks: [],
  refused: { code: 'layout-doubtful', params: { doubts: 'unit direction' } }
}
const taken: ImportedFile = { ...doubtful, refused: null }

/** Opens the mapper for a file that was refused because its columns are in doubt. */
async function mapper() {
  const window = await openWindow({
    path: '/readings?date=2026-05-18',
    answers: {
      'files.choose': () => [{ token: 'a'.repeat(32), name: 'table.csv', bytes: 100 }],
      'readings.import': ({ layout }) => [layout ? taken : doubtful]
    }
  })
  await click(byRole(window.root, 'button', 'Import'))
  await click(byRole(window.root, 'button', 'Name the columns …'))
  await settled()
  return window
}

async function choose(root: ParentNode, name: string, value: string): Promise<void> {
  const select = [...root.querySelectorAll('select')].find((one) => nameOf(one) === name)!
  select.value = value
  select.dispatchEvent(new Event('change', { bubbles: true }))
  await settled()
}

describe('naming the columns of a table', () => {
  it('names everything it holds and says what is in doubt', async () => {
    const { root } = await mapper()
    const dialog = byRole(root, 'dialog')
    expect(faultsOf(root)).toEqual([])
    expect(textOf(dialog)).toContain('Not certain: the unit, whether drawn or fed in.')
    expect(textOf(dialog)).toContain('0.120 kWh')
    const names = [...dialog.querySelectorAll('select')].map(nameOf)
    expect(names.slice(0, 3)).toEqual(['Meaning of When', 'Meaning of Value', 'Quantity and unit of Value'])
  })

  it('shows at once what another unit would bring', async () => {
    const { root, calls } = await mapper()
    await choose(root, 'Quantity and unit of Value', 'interval:Wh')
    expect(textOf(byRole(root, 'dialog'))).toContain('0.000 kWh')
    const previews = calls.filter(({ name }) => name === 'readings.preview').map(({ request }) => request)
    const last = previews.at(-1) as RequestOf<'readings.preview'>
    expect(last.layout?.values).toEqual([{ column: 1, register: 'drawn', kind: 'interval', unit: 'Wh' }])
  })

  it('cannot import without a time and an energy', async () => {
    const { root } = await mapper()
    await choose(root, 'Meaning of Value', '')
    expect((byRole(root, 'button', 'Import like this') as HTMLButtonElement).disabled).toBe(true)
    await choose(root, 'Meaning of Value', 'fed-in')
    expect((byRole(root, 'button', 'Import like this') as HTMLButtonElement).disabled).toBe(false)
  })

  it('imports as said and remembers it, unless told not to', async () => {
    const { root, calls } = await mapper()
    await choose(root, 'Meaning of Value', 'fed-in')
    root.querySelector('form.mapper')!.dispatchEvent(new Event('submit', { cancelable: true }))
    await settled()
    const names = calls.map(({ name }) => name)
    expect(names.lastIndexOf('readings.keep-layout')).toBeLessThan(names.lastIndexOf('readings.import'))
    const last = calls.filter(({ name }) => name === 'readings.import').at(-1)!.request as RequestOf<'readings.import'>
    expect(last.layout?.values[0]?.register).toBe('fed-in')
    expect(last.meterId).toBe('home')
    expect(allByRole(root, 'dialog')).toHaveLength(0)
  })

  it('takes over rules of others, and saves rules and a covered sample', async () => {
    const { root, calls } = await mapper()
    await click(byRole(root, 'button', 'Open rules …'))
    await settled()
    const decimal = [...root.querySelectorAll('select')].find((one) => nameOf(one) === 'Decimals after')!
    expect(decimal.value).toBe('.')
    await click(byRole(root, 'button', 'Save rules …'))
    await settled()
    expect(textOf(byRole(root, 'dialog'))).toContain('The rules are saved.')
    await click(byRole(root, 'button', 'Sample to share …'))
    await settled()
    expect(calls.map(({ name }) => name)).toContain('readings.share-sample')
    expect(textOf(byRole(root, 'dialog'))).toContain('The sample is saved.')
  })
})
