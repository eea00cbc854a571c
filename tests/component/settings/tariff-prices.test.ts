import { describe, expect, it } from 'vitest'
import { Refusal } from '../support/client-double'
import { type OpenWindow, click, openWindow, settled } from '../support/open-window'
import { allByRole, byRole, faultsOf, nameOf, textOf } from '../support/queries'
import { TARIFF_ID, sampleKeptPrices, samplePrices, sampleTariffs } from '../support/sample-tariffs'

const DYNAMIC = sampleTariffs.map((tariff) => ({ ...tariff, kind: 'dynamic' as const }))

async function openPrices(more = {}): Promise<OpenWindow & { dialog: HTMLElement }> {
  const answers = { 'tariffs.list': () => DYNAMIC, ...more }
  const opened = await openWindow({ path: '/settings', answers })
  await click(byRole(opened.root, 'button', /^Exchange prices.Mein Tarif$/u))
  return { ...opened, dialog: byRole(document, 'dialog', 'Exchange prices for "Mein Tarif"') }
}

const select = (root: ParentNode, label: string) =>
  [...root.querySelectorAll('select')].find((one) => nameOf(one) === label)

describe('prices from a file', () => {
  it('are offered for tariffs of one’s own with an exchange price, and for no others', async () => {
    const { root } = await openWindow({ path: '/settings' })
    expect(allByRole(root, 'button', /^Exchange prices/u)).toHaveLength(0)
  })

  it('are looked at first and kept on a click', async () => {
    const { dialog, root, calls } = await openPrices()
    await click(byRole(dialog, 'button', 'choose one'))
    const preview = byRole(dialog, 'region', 'This is in the file')
    expect(textOf(preview)).toContain('168, of 60 minutes each')
    expect(textOf(preview)).toContain('25.361')
    expect(faultsOf(root)).toEqual([])
    await click(byRole(preview, 'button', 'Use these prices'))
    const asked = calls.filter(({ name }) => name === 'tariffs.prices-from-file').map(({ request }) => request)
    expect(asked).toMatchObject([
      { tariff: TARIFF_ID, unit: null, column: null, keep: false },
      { tariff: TARIFF_ID, unit: 'eur-per-mwh', column: 1, keep: true }
    ])
    expect(textOf(byRole(dialog, 'status'))).toBe('168 prices taken in.')
  })

  it('are dropped too, and cannot be kept while the unit is open', async () => {
    const open = { ...samplePrices, unit: null, lowest: null, mean: null, highest: null, negative: 0 }
    const opened = await openPrices({
      'tariffs.prices-from-file': ({ unit }: { unit: null | 'ct-per-kwh' }) => ({
        ...(unit ? samplePrices : open),
        unit
      })
    })
    const { dialog } = opened
    opened.drop([{ token: 'ab'.repeat(16), name: 'prices.csv', bytes: 4000 }])
    dialog.querySelector('.zone')?.dispatchEvent(new Event('drop', { bubbles: true, cancelable: true }))
    await settled()
    const keep = byRole(dialog, 'button', 'Use these prices') as HTMLButtonElement
    expect(keep.disabled).toBe(true)
    const unit = select(dialog, 'Unit')!
    unit.value = 'ct-per-kwh'
    unit.dispatchEvent(new Event('change', { bubbles: true }))
    await settled()
    expect((byRole(dialog, 'button', 'Use these prices') as HTMLButtonElement).disabled).toBe(false)
  })

  it('say why a file is refused, and keep nothing', async () => {
    const { dialog } = await openPrices({
      'tariffs.prices-from-file': () => {
        throw new Refusal({ code: 'prices-currency', params: {} })
      }
    })
    await click(byRole(dialog, 'button', 'choose one'))
    expect(textOf(byRole(dialog, 'alert'))).toContain('not in euro')
    expect(allByRole(dialog, 'region')).toHaveLength(0)
  })

  it('are removed again', async () => {
    const { dialog, calls } = await openPrices()
    await click(byRole(dialog, 'button', /^Remove the prices: prices.csv/u))
    expect(calls.find(({ name }) => name === 'tariffs.remove-prices')?.request).toEqual({ id: sampleKeptPrices.id })
  })

  it('of a whole tariff become a draft in the editor', async () => {
    const { root, calls } = await openWindow({ path: '/settings' })
    await click(byRole(root, 'button', 'Open a tariff file'))
    expect(byRole(document, 'dialog', 'Tariff')).toBeTruthy()
    expect(calls.some(({ name }) => name === 'tariffs.save')).toBe(false)
  })
})
