import { describe, expect, it, vi } from 'vitest'
import { METER, sampleImports, sampleRanges } from '../support/sample-readings'
import { Refusal } from '../support/client-double'
import { type OpenOptions, click, openWindow, settled } from '../support/open-window'
import { allByRole, byRole, faultsOf, textOf } from '../support/queries'

const OLD = { ...sampleRanges[0]!, meterId: 'OLD', first: '2025-01-01', last: '2026-02-28', newest: '2026-02-28' }

async function openDialog(answers: OpenOptions['answers'] = {}) {
  const opened = await openWindow({ path: '/readings?date=2026-05-18', answers })
  await click(byRole(opened.root, 'button', 'Meters and imports'))
  await settled()
  return { ...opened, dialog: byRole(opened.root, 'dialog', 'Meters and imports') }
}

describe('meters and imports', () => {
  it('names everything it holds', async () => {
    const { root } = await openDialog({ 'readings.ranges': () => [...sampleRanges, OLD] })
    expect(faultsOf(root)).toEqual([])
  })

  it('are reached without a single reading, so that the only import can be put back', async () => {
    const { dialog, root } = await openDialog({ 'readings.ranges': () => [] })
    expect(textOf(dialog)).toContain('Imported files')
    expect(faultsOf(root)).toEqual([])
  })

  it('renames a meter, and an empty name gives its own back', async () => {
    const { dialog, calls } = await openDialog()
    const field = dialog.querySelector<HTMLInputElement>('input[type=text]')!
    const submit = async (name: string): Promise<unknown> => {
      field.value = name
      field.dispatchEvent(new Event('input', { bubbles: true }))
      await settled()
      field.form!.dispatchEvent(new Event('submit', { cancelable: true }))
      await settled()
      return calls.filter((call) => call.name === 'meters.rename').at(-1)?.request
    }
    expect(await submit(' Cellar ')).toEqual({ meterId: METER, name: 'Cellar' })
    expect(await submit('')).toEqual({ meterId: METER, name: null })
  })

  it('marks a meter of what is produced', async () => {
    const { dialog, calls } = await openDialog()
    await click(dialog.querySelector<HTMLElement>('input[type=checkbox]')!)
    expect(calls.filter((call) => call.name === 'meters.set-production').at(-1)?.request).toEqual({
      meterId: METER,
      isProduction: true
    })
  })

  it('proposes the meter that ended first as the old one, and joins', async () => {
    const { dialog, calls } = await openDialog({ 'readings.ranges': () => [...sampleRanges, OLD] })
    const region = byRole(dialog, 'region', 'Exchange of a meter')
    region.querySelector('form')!.dispatchEvent(new Event('submit', { cancelable: true }))
    await settled()
    expect(calls.filter((call) => call.name === 'meters.join').at(-1)?.request).toEqual({
      oldMeter: 'OLD',
      newMeter: METER,
      date: '2026-03-01'
    })
  })

  it('proposes no meter that is joined already', async () => {
    const third = { ...OLD, meterId: 'THIRD' }
    const { dialog, answer, emit } = await openDialog({ 'readings.ranges': () => [...sampleRanges, OLD, third] })
    const chosen = (): string[] =>
      [...byRole(dialog, 'region', 'Exchange of a meter').querySelectorAll('select')].map(({ value }) => value)
    expect(chosen()).toEqual(['OLD', METER])
    answer('readings.ranges', () => [...sampleRanges, third])
    emit('readings.changed', {})
    await vi.waitFor(() => expect(chosen()).not.toContain('OLD'))
    expect(chosen()).toEqual(['THIRD', METER])
  })

  it('says why meters were not joined', async () => {
    const { dialog } = await openDialog({
      'readings.ranges': () => [...sampleRanges, OLD],
      'meters.join': () => {
        throw new Refusal({ code: 'meters-joined-already', params: {} })
      }
    })
    byRole(dialog, 'region', 'Exchange of a meter')
      .querySelector('form')!
      .dispatchEvent(new Event('submit', { cancelable: true }))
    await settled()
    expect(textOf(byRole(dialog, 'alert'))).toContain('already part of an exchange. Nothing was changed')
  })

  it('parts joined meters again', async () => {
    const joined = { ...sampleRanges[0]!, replaced: [{ meterId: 'OLD', on: '2026-03-01' }] }
    const { root, dialog, calls } = await openDialog({ 'readings.ranges': () => [joined] })
    expect(textOf(root)).toContain('Since 1 March 2026, before that OLD.')
    await click(byRole(dialog, 'button', 'Part again'))
    expect(calls.filter((call) => call.name === 'meters.part').at(-1)?.request).toEqual({ newMeter: METER })
  })

  it('takes an import out only after a second word', async () => {
    const { dialog, calls } = await openDialog()
    await click(byRole(dialog, 'button', 'Take out may.csv'))
    expect(calls.some((call) => call.name === 'readings.remove-import')).toBe(false)
    expect(textOf(dialog)).toContain('They can be put back at any time.')
    await click(byRole(dialog, 'button', 'Take readings out'))
    expect(calls.filter((call) => call.name === 'readings.remove-import').at(-1)?.request).toEqual({ id: 7 })
  })

  it('shows a hundred of very many imports, and the others when asked', async () => {
    const imports = Array.from({ length: 230 }, (_, index) => ({
      ...sampleImports[0]!,
      id: index + 1,
      name: `${index}.csv`
    }))
    const { dialog } = await openDialog({ 'readings.imports': () => imports })
    const shown = (): number => allByRole(dialog, 'button', /^Take out /u).length
    await vi.waitFor(() => expect(shown()).toBe(100))
    await click(byRole(dialog, 'button', 'Show 100 more rows'))
    await vi.waitFor(() => expect(shown()).toBe(200))
    await click(byRole(dialog, 'button', 'Show 30 more rows'))
    await vi.waitFor(() => expect(shown()).toBe(230))
    expect(allByRole(dialog, 'button', /more row/u)).toEqual([])
  })

  it('puts an import back and says how much came back', async () => {
    const { dialog, calls } = await openDialog({
      'readings.restore-import': () => ({ restored: 2900, occupied: 72 })
    })
    await click(byRole(dialog, 'button', 'Put back march.csv'))
    await settled()
    expect(calls.filter((call) => call.name === 'readings.restore-import').at(-1)?.request).toEqual({ id: 3 })
    expect(textOf(byRole(dialog, 'status'))).toContain('2,900 readings are back.')
    expect(textOf(byRole(dialog, 'status'))).toContain('72 readings stayed out')
  })

  it('lets the person choose the meter by its name', async () => {
    const { root, calls } = await openWindow({
      path: '/readings?date=2026-02-18',
      answers: { 'readings.ranges': () => [...sampleRanges, { ...OLD, name: 'Cellar' }] }
    })
    const select = root.querySelector('select')!
    expect([...root.querySelectorAll<HTMLElement>('option')].map(textOf)).toEqual([METER, 'Cellar'])
    select.value = 'OLD'
    select.dispatchEvent(new Event('change', { bubbles: true }))
    await settled()
    expect(calls.filter((call) => call.name === 'readings.day').at(-1)?.request).toMatchObject({ meterId: 'OLD' })
  })
})
