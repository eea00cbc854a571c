import { describe, expect, it } from 'vitest'
import { EVIDENCE_KINDS } from '../../../app/rounds/evidence/evidence'
import type { EvidenceView } from '../../../app/contract'
import { click, openWindow, settled, typeInto } from '../support/open-window'
import { allByRole, byRole, faultsOf, textOf } from '../support/queries'
import { sampleGroup } from '../support/sample-rounds'

const path = '/group'
const neighbour = sampleGroup().members.find(({ isMe }) => !isMe)!

function piece(kind: string, party: EvidenceView['party'] = 'member'): EvidenceView {
  const { id, shortKey } = neighbour
  const members = party === 'collector' ? [] : [{ id, shortKey, isMe: false, verifiedByMe: false }]
  const { name, operator } = sampleGroup()
  return {
    ...{ id: 'e'.repeat(64), kind, party, members, group: name, operator },
    ...{ about: 1_779_000_000, foundAt: 1_779_300_000 }
  }
}

describe('evidence', () => {
  it('is not spoken of while there is none', async () => {
    const { root } = await openWindow({ path, answers: { 'rounds.evidence': () => [] } })
    expect(textOf(root)).not.toContain('Somebody cheated')
  })

  it.each(EVIDENCE_KINDS)('has a sentence in both languages: %s', async (kind) => {
    for (const language of ['en', 'de'] as const) {
      const { root } = await openWindow({
        path,
        scene: { language },
        answers: { 'rounds.evidence': () => [piece(kind)] }
      })
      const said = textOf(root.querySelector('.evidence .words'))
      expect(said).toMatch(/^\p{Lu}.{20}/u)
      expect(said).not.toMatch(/group\.evidence|\{|undefined/u)
      expect(faultsOf(root)).toEqual([])
    }
  })

  it('names the home by its meter and is saved as a file', async () => {
    const { root, calls } = await openWindow({
      path,
      answers: { 'rounds.evidence': () => [piece('submit-against-dlist')] }
    })
    const list = byRole(root, 'region', 'Somebody cheated')
    expect(textOf(list)).toContain(`What the home with meter ${String(neighbour.meterId)} sent does not fit`)
    await click(byRole(list, 'button', /^Save as a file/u))
    expect(calls.find(({ name }) => name === 'rounds.save-evidence')?.request).toMatchObject({ id: 'e'.repeat(64) })
    expect(textOf(list)).toContain('Saved as')
  })

  it('names a home that is on no list by its key, and does not take that for a meter', async () => {
    const members = [{ id: 'f0'.repeat(32), shortKey: 'f0f0f0f0', isMe: false, verifiedByMe: false }]
    const answers = { 'rounds.evidence': () => [{ ...piece('two-statements'), members }] }
    const { root } = await openWindow({ path, answers })
    expect(textOf(root.querySelector('.evidence .words'))).toBe(
      'Two statements contradict each other, both signed by the home with key f0f0f0f0.'
    )
  })
})

describe('evidence of a group that was left', () => {
  const elsewhere = { ...piece('false-sum', 'collector'), group: 'Birkenweg', operator: 'Energie Birkenau' }
  const answers = { 'rounds.evidence': () => [elsewhere] }

  it('accuses who ran that group, and not who runs the one of now', async () => {
    const { root } = await openWindow({ path, answers })
    const said = textOf(byRole(root, 'region', 'Somebody cheated').querySelector('li'))
    expect(said).toContain('Birkenweg')
    expect(said).toContain('Energie Birkenau signed a sum that does not fit the meters.')
    expect(said).not.toContain(sampleGroup().operator)
  })

  it('can still be saved by a home that is in no group', async () => {
    const { root, calls } = await openWindow({ path, answers: { ...answers, 'rounds.group': () => null } })
    expect(faultsOf(root)).toEqual([])
    await click(byRole(byRole(root, 'region', 'Somebody cheated'), 'button', /^Save as a file/u))
    expect(calls.find(({ name }) => name === 'rounds.save-evidence')?.request).toMatchObject({ id: 'e'.repeat(64) })
  })
})

describe('comparing a day', () => {
  async function comparing(answers: Parameters<typeof openWindow>[0] = {}) {
    const window = await openWindow({ path, ...answers })
    await click(byRole(window.root, 'button', 'Compare a day'))
    return { ...window, dialog: byRole(document, 'dialog', 'Compare a day with a neighbour') }
  }
  const show = async (dialog: HTMLElement): Promise<void> => {
    dialog.querySelector('form')!.dispatchEvent(new Event('submit', { cancelable: true }))
    await settled()
  }

  it('shows the code only for four digits made up now', async () => {
    const { dialog, calls } = await comparing()
    const button = byRole(dialog, 'button', 'Show the code')
    await typeInto(byRole(dialog, 'textbox', /^Four digits/u), '12a4')
    expect(button.hasAttribute('disabled')).toBe(true)
    await typeInto(byRole(dialog, 'textbox', /^Four digits/u), '1234')
    expect(button.hasAttribute('disabled')).toBe(false)
    await show(dialog)
    expect(calls.find(({ name }) => name === 'rounds.compare-history')?.request).toMatchObject({ digits: '1234' })
    expect(textOf(dialog)).toContain('0471 1815')
  })

  it('of a live group compares one interval, and says which', async () => {
    const group = { ...sampleGroup(), mode: 'live' as const, seconds: 300 }
    const { root, dialog, calls } = await comparing({ answers: { 'rounds.group': () => group } })
    const choice = byRole(dialog, 'combobox', 'Start of the interval') as HTMLSelectElement
    const [, second] = [...choice.options]
    choice.value = second!.value
    choice.dispatchEvent(new Event('change', { bubbles: true }))
    await typeInto(byRole(dialog, 'textbox', /^Four digits/u), '1234')
    await show(dialog)
    const { request } = calls.find(({ name }) => name === 'rounds.compare-history')!
    expect(request).toMatchObject({ epoch: Number(second!.value), digits: '1234' })
    expect(Math.floor((Number(second!.value) * 300) / 86_400)).toBe(
      group.days.find(({ members }) => members !== null)!.utcDay
    )
    expect(textOf(dialog)).not.toContain('has no sum yet')
    expect(faultsOf(root)).toEqual([])
  })

  it('raises no alarm where the two were in different groups', async () => {
    const { dialog } = await comparing({
      answers: {
        'rounds.compare-history': () => ({
          state: 'different-groups',
          withoutSum: null,
          withSum: null,
          withBoard: null
        })
      }
    })
    await typeInto(byRole(dialog, 'textbox', /^Four digits/u), '1234')
    await show(dialog)
    expect(textOf(dialog)).toContain('you were in different groups that day, and all is well')
  })

  it('is not offered before there is a list of homes', async () => {
    const group = { ...sampleGroup(), members: [], companions: 0, days: [] }
    const { root } = await openWindow({ path, answers: { 'rounds.group': () => group } })
    expect(allByRole(root, 'button', 'Compare a day')).toHaveLength(0)
    expect(textOf(root)).toContain('There is no list of homes yet.')
    expect(textOf(root.querySelector('header'))).not.toContain('0 homes')
    expect(faultsOf(root)).toEqual([])
  })
})
