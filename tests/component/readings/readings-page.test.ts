import { describe, expect, it } from 'vitest'
import { Refusal } from '../support/client-double'
import { click, openWindow, press, settled } from '../support/open-window'
import { allByRole, byRole, faultsOf, nameOf, textOf } from '../support/queries'

const path = '/readings?date=2026-05-18'

async function choose(radio: HTMLElement): Promise<void> {
  ;(radio as HTMLInputElement).checked = true
  radio.dispatchEvent(new Event('change', { bubbles: true }))
  await settled()
}

const spoken = (root: HTMLElement): string => textOf(byRole(root, 'application').querySelector('[aria-live]'))

describe('the Readings', () => {
  it('names everything it holds, as chart, as table, as month', async () => {
    const { root } = await openWindow({ path })
    expect(faultsOf(root)).toEqual([])
    await choose(byRole(root, 'radio', 'Table'))
    expect(faultsOf(root)).toEqual([])
    await choose(byRole(root, 'radio', 'Month'))
    expect(faultsOf(root)).toEqual([])
    await choose(byRole(root, 'radio', 'Chart'))
    expect(faultsOf(root)).toEqual([])
  })

  it('reads the plot by keyboard: bar, hour, ends, and speaks each in one sentence', async () => {
    const { root } = await openWindow({ path })
    const plot = byRole(root, 'application')
    await press(plot, 'ArrowRight')
    expect(spoken(root)).toMatch(/^00:00 to 00:15, 0\.025 kWh drawn, day before 0\.\d{3} kWh, cost 0\.6 ct$/u)
    await press(plot, 'ArrowRight')
    expect(spoken(root)).toMatch(/^00:15 to 00:30/u)
    await press(plot, 'PageDown')
    expect(spoken(root)).toMatch(/^01:15 to 01:30/u)
    await press(plot, 'End')
    expect(spoken(root)).toMatch(/^23:45 to 00:00/u)
    await press(plot, 'Home')
    expect(spoken(root)).toMatch(/^00:00/u)
    await press(plot, 'Escape')
    expect(spoken(root)).toBe('')
  })

  it('says gaps and estimates of the bar aloud', async () => {
    const { root } = await openWindow({ path })
    const plot = byRole(root, 'application')
    await press(plot, 'ArrowRight')
    for (let hour = 0; hour < 2; hour++) await press(plot, 'PageDown')
    for (let bar = 0; bar < 2; bar++) await press(plot, 'ArrowRight')
    expect(spoken(root)).toBe('02:30 to 02:45: no reading')
    for (let hour = 0; hour < 6; hour++) await press(plot, 'PageDown')
    expect(spoken(root)).toMatch(/^08:30 to 08:45.*estimated$/u)
  })

  it('works an interval out on Enter', async () => {
    const { root } = await openWindow({ path })
    const plot = byRole(root, 'application')
    await press(plot, 'ArrowRight')
    await press(plot, 'Enter')
    expect(textOf(byRole(root, 'region', /^Chosen: one quarter hour/u))).toMatch(
      /0\.025 kWh×25\.47 ct, Nacht=0\.6368 ct/u
    )
  })

  it('narrows the span with + and widens it with -', async () => {
    const { root } = await openWindow({ path })
    const plot = byRole(root, 'application')
    await press(plot, 'Home')
    await press(plot, '+')
    await press(plot, 'End')
    expect(spoken(root)).toMatch(/^11:45 to 12:00/u)
    await press(plot, 'ArrowRight')
    expect(spoken(root)).toMatch(/^12:00 to 12:15/u)
    await press(plot, '-')
    await press(plot, 'Home')
    expect(spoken(root)).toMatch(/^00:00/u)
  })

  it('swaps to the table with T', async () => {
    const { root } = await openWindow({ path })
    await press(byRole(root, 'application'), 't')
    expect(allByRole(root, 'row')).toHaveLength(97)
    expect(textOf(allByRole(root, 'row')[11]!)).toContain('02:30 to 02:45')
    expect(textOf(allByRole(root, 'row')[11]!)).toContain('missing')
  })

  it('steps through the days and stops at both ends', async () => {
    const { root, calls } = await openWindow({ path })
    await click(byRole(root, 'button', 'Day before'))
    expect(calls.at(-1)?.request).toMatchObject({ date: '2026-05-17' })
    await click(byRole(root, 'button', 'Day after'))
    await click(byRole(root, 'button', 'Day after'))
    expect((byRole(root, 'button', 'Day after') as HTMLButtonElement).disabled).toBe(true)
  })

  it('jumps to a date', async () => {
    const { root, calls } = await openWindow({ path })
    await click(byRole(root, 'button', /^Monday 18 May 2026|^Monday, 18 May 2026/u))
    const field = root.querySelector<HTMLInputElement>('input[type=date]')!
    expect(nameOf(field)).toBe('To which day?')
    field.value = '2026-04-02'
    root.querySelector('.jump')!.dispatchEvent(new Event('submit', { cancelable: true }))
    await settled()
    expect(calls.filter((call) => call.name === 'readings.day').at(-1)?.request).toMatchObject({ date: '2026-04-02' })
  })

  it('exports what is seen in the chosen number style to a file the person names', async () => {
    const { root, calls } = await openWindow({ path })
    await press(byRole(root, 'button', 'Export'), 'ArrowDown')
    await click(byRole(root, 'menuitem', 'What you see, CSV with comma'))
    expect(calls.find((call) => call.name === 'files.choose-target')?.request).toEqual({
      suggestedName: 'wattveil-2026-05-18-2026-05-18.csv',
      kind: 'csv'
    })
    expect(calls.find((call) => call.name === 'readings.export')?.request).toMatchObject({
      style: 'de',
      first: '2026-05-18',
      last: '2026-05-18'
    })
    expect(textOf(root)).toContain('96 readings are now in readings.csv.')
  })

  it('writes a file like that of a gateway on request', async () => {
    const { root, calls } = await openWindow({ path })
    await click(byRole(root, 'button', 'Export'))
    await click(byRole(root, 'menuitem', 'All readings, like a gateway (AR 2418-6, XML)'))
    const target = calls.find((call) => call.name === 'files.choose-target')?.request
    expect(target).toMatchObject({ suggestedName: expect.stringMatching(/^wattveil-.*\.xml$/u) as string, kind: 'xml' })
    expect(calls.find((call) => call.name === 'readings.export')?.request).toMatchObject({ style: 'ar2418' })
  })

  it('writes nothing when no file was chosen', async () => {
    const { root, calls } = await openWindow({ path, answers: { 'files.choose-target': () => null } })
    await click(byRole(root, 'button', 'Export'))
    await click(byRole(root, 'menuitem', 'All readings, CSV with point'))
    expect(calls.map((call) => call.name)).not.toContain('readings.export')
  })

  it('tells file by file what was imported and what contradicts', async () => {
    const { root } = await openWindow({
      path,
      answers: {
        'readings.import': () => [
          {
            name: 'may.csv',
            format: 'wattveil-csv',
            meters: [
              {
                meterId: 'M1',
                intervals: 3,
                added: 1,
                unchanged: 1,
                contradictions: 1,
                first: 1_779_141_600,
                last: 1_779_144_300,
                drawn: 75_000,
                fedIn: null
              }
            ],
            remarks: [
              {
                code: 'reading-contradicts',
                params: { start: 1_779_141_600, direction: 'drawn', stored: 25_000, found: 26_000 }
              }
            ],
            refused: null
          }
        ]
      }
    })
    await click(byRole(root, 'button', 'Import'))
    const results = textOf(byRole(root, 'region', 'Import files'))
    expect(results).toContain(
      'one new reading, one was already there and one contradicts what is stored and was not imported'
    )
    expect(results).toContain('stored are 0.025 kWh, the file says 0.026 kWh. The stored reading stays.')
    await click(byRole(root, 'button', 'Hide'))
    expect(allByRole(root, 'region', 'Import files')).toHaveLength(0)
  })

  it('shows how far an import is and cancels it', async () => {
    const { root, emit, calls } = await openWindow({
      path,
      answers: { 'readings.import': () => new Promise(() => undefined) }
    })
    await click(byRole(root, 'button', 'Import'))
    emit('readings.progress', { file: 'may.csv', done: 30, total: 120, rows: 0 })
    await settled()
    expect(textOf(byRole(root, 'status'))).toContain('Reading may.csv.')
    expect(textOf(byRole(root, 'status'))).not.toContain('so far')
    emit('readings.progress', { file: 'may.csv', done: 120, total: 120, rows: 12_345 })
    await settled()
    expect(textOf(byRole(root, 'status'))).toContain('12,345 readings so far')
    await click(byRole(root, 'button', 'Cancel'))
    expect(calls.map((call) => call.name)).toContain('readings.cancel-import')
  })

  it('shows from outside the operator’s sum and nothing of the day', async () => {
    const { root } = await openWindow({ path: '/readings?date=2026-05-11' })
    await click(byRole(root, 'button', 'See it from outside'))
    expect(textOf(root)).toMatch(/Your grid operator sees1\d\d\.\d kWh of 20 homes together/u)
    expect(textOf(root)).toContain('Its collector also sees47 messages from this PC')
    expect(textOf(root)).not.toContain('Base load')
    expect(faultsOf(root)).toEqual([])
  })

  it('says what to do while there are no readings', async () => {
    const { root } = await openWindow({ path, answers: { 'readings.ranges': () => [] } })
    expect(textOf(root)).toContain('No readings yet')
    expect(byRole(root, 'button', 'Choose a file')).toBeTruthy()
    expect(faultsOf(root)).toEqual([])
  })

  it('says what went wrong', async () => {
    const { root } = await openWindow({
      path,
      answers: {
        'readings.day': () => {
          throw new Refusal({ code: 'disk-full', params: {} })
        }
      }
    })
    expect(textOf(byRole(root, 'alert'))).toContain('The disk is full.')
  })
})
