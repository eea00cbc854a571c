import { describe, expect, it } from 'vitest'
import { readDraft, writeDraft } from '../../../renderer/features/settings/tariffs/tariff-draft'
import { Refusal } from '../support/client-double'
import { type OpenWindow, click, openWindow, typeInto } from '../support/open-window'
import { allByRole, byRole, faultsOf, nameOf, textOf } from '../support/queries'
import { TARIFF_ID, sampleTariffBody } from '../support/sample-tariffs'

async function openEditor(more = {}): Promise<OpenWindow & { dialog: HTMLElement }> {
  const opened = await openWindow({ path: '/settings', ...more })
  await click(byRole(opened.root, 'button', 'Add a tariff'))
  await click(allByRole(opened.root, 'menuitem', 'Day and night')[0]!)
  return { ...opened, dialog: byRole(document, 'dialog', 'Tariff') }
}

function fields(root: ParentNode, label: string): HTMLInputElement[] {
  return [...root.querySelectorAll<HTMLInputElement>('input')].filter((input) => nameOf(input) === label)
}

const savedBody = ({ calls }: OpenWindow) => {
  const call = calls.find(({ name }) => name === 'tariffs.save')?.request as { id: string | null; body: string }
  return { id: call.id, body: JSON.parse(call.body) as typeof original }
}
const original = JSON.parse(sampleTariffBody) as {
  name: string
  valid: { from: string }
  components: {
    b?: string
    prices?: { from: string; price: string }[]
    windows?: { prices: object[]; times: object[] }[]
  }[]
}

describe('the tariffs in the Settings', () => {
  it("tell a contract's, which cannot be changed, from one's own", async () => {
    const { root } = await openWindow({ path: '/settings' })
    expect(textOf(root)).toContain('Musterau Drei Zeiten')
    expect(textOf(root)).toContain('from your contract')
    expect(allByRole(root, 'button', /^Change.Mein/u).map(textOf)).toEqual(['Change Mein Tarif'])
    expect(faultsOf(root)).toEqual([])
  })

  it('are deleted after a second click that names them', async () => {
    const { root, calls } = await openWindow({ path: '/settings' })
    await click(byRole(root, 'button', 'Delete Mein Tarif'))
    expect(calls.some(({ name }) => name === 'tariffs.remove')).toBe(false)
    await click(byRole(root, 'button', 'Really delete "Mein Tarif"'))
    expect(calls.find(({ name }) => name === 'tariffs.remove')?.request).toEqual({ id: TARIFF_ID })
  })
})

describe('the editor of a tariff', () => {
  it('begins from an example and names everything', async () => {
    const { dialog, root, calls } = await openEditor()
    expect(calls.find(({ name }) => name === 'tariffs.example')?.request).toMatchObject({ example: 'day-night' })
    expect(fields(dialog, 'Price, ct per kWh').map(({ value }) => value)).toEqual(['22.40', '30.10'])
    expect(fields(dialog, 'Price, ct per day').map(({ value }) => value)).toEqual(['38.00'])
    expect(fields(dialog, 'Surcharge on the exchange price, ct per kWh')[0]?.value).toBe('14.80')
    expect(faultsOf(root)).toEqual([])
  })

  it('saves what was typed and leaves the rest as it was', async () => {
    const opened = await openEditor()
    const { dialog } = opened
    await typeInto(fields(dialog, 'Price, ct per kWh')[1]!, '31.2345')
    await typeInto(fields(dialog, 'Name')[0]!, 'Mein Strom')
    await click(allByRole(dialog, 'button', /^Price change/u).at(-1)!)
    await typeInto(fields(dialog, 'Price, ct per day')[1]!, '40')
    await typeInto(fields(dialog, 'From day')[0]!, '2026-07-01')
    await click(byRole(dialog, 'button', 'Save the tariff'))
    const { id, body } = savedBody(opened)
    expect(id).toBeNull()
    expect(body.name).toBe('Mein Strom')
    expect(body.components[0]?.windows?.[1]?.prices).toEqual([{ from: '2026-01-01', price: '312345' }])
    expect(body.components[0]?.windows?.[0]).toEqual(original.components[0]?.windows?.[0])
    expect(body.components[2]?.prices).toEqual([
      { from: '2026-01-01', price: '380000000' },
      { from: '2026-07-01', price: '400000000' }
    ])
    expect(allByRole(document, 'dialog')).toHaveLength(0)
  })

  it('changes the one that is there', async () => {
    const opened = await openWindow({ path: '/settings' })
    await click(byRole(opened.root, 'button', /^Change.Mein/u))
    await click(byRole(byRole(document, 'dialog', 'Tariff'), 'button', 'Save the tariff'))
    expect(savedBody(opened)).toEqual({ id: TARIFF_ID, body: original })
  })

  it('keeps nothing while a price is no number, or the core finds a fault', async () => {
    const { dialog, calls, answer } = await openEditor()
    await typeInto(fields(dialog, 'Price, ct per kWh')[0]!, 'viel')
    await click(byRole(dialog, 'button', 'Save the tariff'))
    expect(fields(dialog, 'Price, ct per kWh')[0]?.getAttribute('aria-invalid')).toBe('true')
    await typeInto(fields(dialog, 'Price, ct per kWh')[0]!, '22.4')
    answer('tariffs.validate', () => ({
      problems: [
        { code: 'windows-overlap', place: 'tariff.Arbeitspreis', params: {} },
        { code: 'never-heard-of', place: '', params: {} }
      ],
      refusals: []
    }))
    await click(byRole(dialog, 'button', 'Save the tariff'))
    expect(textOf(byRole(dialog, 'alert'))).toContain('Two times overlap.')
    expect(textOf(byRole(dialog, 'alert'))).toContain('does not fit together')
    expect(calls.some(({ name }) => name === 'tariffs.save')).toBe(false)
  })

  it('says why the core did not keep it', async () => {
    const { dialog } = await openEditor({
      answers: {
        'tariffs.save': () => {
          throw new Refusal({ code: 'too-many-tariffs', params: {} })
        }
      }
    })
    await click(byRole(dialog, 'button', 'Save the tariff'))
    expect(textOf(byRole(dialog, 'alert'))).toContain('a hundred tariffs')
  })
})

describe('a draft', () => {
  it('is the same document again when nothing was typed, in both languages', () => {
    for (const language of ['de', 'en'] as const) {
      const { body } = writeDraft(readDraft(sampleTariffBody, language), language)
      expect(JSON.parse(body ?? '')).toEqual(JSON.parse(sampleTariffBody))
    }
  })

  it('moves first prices and rates to the first day of validity', () => {
    const draft = readDraft(sampleTariffBody, 'de')
    draft.valid.from = '2025-06-01'
    draft.components[2]!.vat = [
      { from: '2026-07-01', rate: '20' },
      { from: '2026-01-01', rate: '19' }
    ]
    const written = JSON.parse(writeDraft(draft, 'de').body ?? '') as typeof draft
    expect(written.components[0]?.windows?.map(({ prices }) => prices[0]?.from)).toEqual(['2025-06-01', '2025-06-01'])
    expect(written.components[2]?.prices?.[0]?.from).toBe('2025-06-01')
    expect(written.components[2]?.vat).toEqual([
      { from: '2025-06-01', rate: '1900' },
      { from: '2026-07-01', rate: '2000' }
    ])
  })

  it('names every place that cannot be read, and is no document then', () => {
    const draft = readDraft(sampleTariffBody, 'en')
    draft.valid.to = ''
    draft.components[0]!.windows![1]!.prices[0]!.price = 'much'
    draft.components[1]!.aNum = ''
    draft.holidays.push({ date: '', as: '7', name: '' })
    expect(writeDraft(draft, 'en')).toEqual({
      body: null,
      wrong: ['valid.to', 'holidays.0.date', 'components.0.windows.1.prices.0.price', 'components.1.aNum']
    })
  })
})
