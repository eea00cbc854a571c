import { describe, expect, it } from 'vitest'
import type { TariffDraft } from '../../../renderer/features/settings/tariffs/tariff-draft'
import { type OpenWindow, click, openWindow, settled, typeInto } from '../support/open-window'
import { allByRole, byRole, faultsOf, nameOf, textOf } from '../support/queries'

type Editor = OpenWindow & { readonly dialog: HTMLElement }

async function openEditor(): Promise<Editor> {
  const opened = await openWindow({ path: '/settings' })
  await click(byRole(opened.root, 'button', 'Add a tariff'))
  await click(allByRole(opened.root, 'menuitem', 'Day and night')[0]!)
  return { ...opened, dialog: byRole(document, 'dialog', 'Tariff') }
}

function fields(root: ParentNode, label: string): HTMLInputElement[] {
  return [...root.querySelectorAll<HTMLInputElement>('input, select')].filter((input) => nameOf(input) === label)
}

async function choose(select: HTMLElement | undefined, value: string): Promise<void> {
  ;(select as HTMLSelectElement).value = value
  select?.dispatchEvent(new Event('change', { bubbles: true }))
  await settled()
}

async function addPart({ dialog }: Editor, kind: string): Promise<HTMLElement> {
  await click(byRole(dialog, 'button', 'Add a part'))
  await click(byRole(dialog, 'menuitem', kind))
  return [...dialog.querySelectorAll<HTMLElement>('.parts > fieldset')].at(-1)!
}

async function saved({ dialog, calls }: Editor): Promise<TariffDraft> {
  await click(byRole(dialog, 'button', 'Save the tariff'))
  const call = calls.find(({ name }) => name === 'tariffs.save')?.request as { body: string } | undefined
  return JSON.parse(call?.body ?? '{}') as TariffDraft
}

describe('the parts of a tariff', () => {
  it('are added and removed, and the first field of a new one is at hand', async () => {
    const editor = await openEditor()
    const part = await addPart(editor, 'Amount per month')
    expect(document.activeElement).toBe(fields(part, 'Name')[0])
    await typeInto(fields(part, 'Price, € per month')[0]!, '11.90')
    await click(byRole(editor.dialog, 'button', /^Remove.Börsenpreis$/u))
    expect(faultsOf(editor.root)).toEqual([])
    const { components } = await saved(editor)
    expect(components.map(({ kind }) => kind)).toEqual(['energy', 'fixed-fee', 'monthly-fee'])
    expect(components[2]).toEqual({
      kind: 'monthly-fee',
      name: 'Amount per month',
      vat: '1900',
      prices: [{ from: '2026-01-01', price: '11900000000' }]
    })
  })

  it('take prices by time with days and seasons', async () => {
    const editor = await openEditor()
    const first = byRole(editor.dialog, 'button', /^Another stretch.Tag$/u)
    await click(first)
    const boxes = [...editor.dialog.querySelectorAll<HTMLInputElement>('.stretch')].at(-1)!
    await typeInto(fields(boxes, 'From')[0]!, '12:00')
    await typeInto(fields(boxes, 'To')[0]!, '13:00')
    for (const day of ['Mon', 'Tue', 'Wed', 'Thu', 'Fri']) await click(fields(boxes, day)[0]!)
    await click(fields(boxes, 'Only in a part of the year')[0]!)
    await choose(fields(boxes, 'From: month')[0], '10')
    await choose(fields(boxes, 'To: day')[0], '31')
    await choose(fields(boxes, 'To: month')[0], '03')
    const { components } = await saved(editor)
    expect(components[0]?.windows?.[1]?.times[1]).toEqual({
      days: '67',
      from: '12:00',
      to: '13:00',
      season: { from: '10-01', to: '03-31' }
    })
  })

  it('take blocks, a register fed in, a change of VAT and a credit', async () => {
    const editor = await openEditor()
    const block = await addPart(editor, 'Price by quantity')
    await choose(fields(block, 'Counts energy that was')[0], '2.8.0')
    await typeInto(fields(block, 'Up to, kWh')[0]!, '2,500.5')
    const [low, high] = fields(block, 'Price, ct per kWh')
    await typeInto(low!, '-8')
    await typeInto(high!, '-7.5')
    await click(byRole(block, 'button', /^Change of VAT/u))
    await typeInto(fields(block, 'VAT, %')[1]!, '20')
    await typeInto(fields(block, 'From day')[0]!, '2026-07-01')
    const credit = await addPart(editor, 'Credit')
    await typeInto(fields(credit, 'Amount, €')[0]!, '-50')
    const { components } = await saved(editor)
    expect(components[3]).toMatchObject({
      register: '2.8.0',
      per: 'period',
      vat: [
        { from: '2026-01-01', rate: '1900' },
        { from: '2026-07-01', rate: '2000' }
      ],
      blocks: [
        { name: '1', upTo: '2500500', prices: [{ price: '-80000' }] },
        { name: '2', upTo: null, prices: [{ price: '-75000' }] }
      ]
    })
    expect(components[4]).toEqual({
      kind: 'credit',
      name: 'Credit',
      vat: '0',
      on: '2026-01-01',
      cents: '-5000',
      tax: 'after'
    })
  })

  it('take the holidays of a country beside those that are there', async () => {
    const editor = await openEditor()
    await click(byRole(editor.dialog, 'button', 'Add a holiday'))
    await typeInto(fields(editor.dialog, 'Day')[0]!, '2026-05-04')
    await choose(fields(editor.dialog, 'Counts as')[0], '6')
    await click(byRole(editor.dialog, 'button', 'Holidays of a country'))
    await click(byRole(editor.dialog, 'menuitem', 'Austria'))
    expect(editor.calls.find(({ name }) => name === 'tariffs.holidays')?.request).toEqual({
      country: 'at',
      from: '2026-01-01',
      to: '2026-12-31'
    })
    expect((await saved(editor)).holidays).toEqual([
      { date: '2026-05-04', as: '6' },
      { date: '2026-12-25', as: '7', name: '1. Weihnachtstag' }
    ])
  })
})

describe('what is wrong with a tariff', () => {
  it('is said beside the field and above the buttons, and the first field is at hand', async () => {
    const editor = await openEditor()
    editor.answer('tariffs.validate', () => ({
      problems: [
        { code: 'not-a-clock-time', place: 'tariff.components.0.windows.1.times.0.to', params: {} },
        { code: 'windows-incomplete', place: 'tariff.Arbeitspreis', params: {} }
      ],
      refusals: []
    }))
    await click(byRole(editor.dialog, 'button', 'Save the tariff'))
    const field = document.activeElement as HTMLInputElement
    expect(nameOf(field)).toBe('To')
    expect(textOf(document.getElementById(field.getAttribute('aria-describedby') ?? ''))).toContain('17:00')
    expect(textOf(byRole(editor.dialog, 'alert'))).toContain('Arbeitspreis: The times do not cover every day whole.')
    expect(editor.dialog.querySelectorAll('.part > .wrong')).toHaveLength(1)
  })

  it('that only a household would refuse is said once, and saved on a second click', async () => {
    const editor = await openEditor()
    const refusal = { code: 'cell-too-small', place: '', params: { cell: '2026-01-01/Abend', minutes: 60, dates: 1 } }
    editor.answer('tariffs.validate', () => ({ problems: [], refusals: [refusal] }))
    await click(byRole(editor.dialog, 'button', 'Save the tariff'))
    expect(editor.calls.some(({ name }) => name === 'tariffs.save')).toBe(false)
    expect(textOf(byRole(editor.dialog, 'status'))).toContain('would reveal single days')
    await click(byRole(editor.dialog, 'button', 'Save all the same'))
    expect(editor.calls.some(({ name }) => name === 'tariffs.save')).toBe(true)
  })
})
