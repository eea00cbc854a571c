import { describe, expect, it } from 'vitest'
import { Refusal } from '../support/client-double'
import { click, openWindow, settled, typeInto } from '../support/open-window'
import { allByRole, byRole, faultsOf, textOf } from '../support/queries'
import { sampleInvitation } from '../support/sample-membership'
import { sampleGroup } from '../support/sample-rounds'

const path = '/group'
const alone = { 'rounds.group': () => null }

async function invited(change: Partial<typeof sampleInvitation> = {}) {
  const window = await openWindow({
    path,
    answers: { ...alone, 'rounds.inspect-invitation': () => ({ ...sampleInvitation, ...change }) }
  })
  await click(byRole(window.root, 'button', 'Choose an invitation'))
  return { ...window, dialog: byRole(document, 'dialog', 'Join Lindenhof?') }
}

describe('joining a group', () => {
  it('says what it means and shows the key before anything is sent', async () => {
    const { dialog, root, calls } = await invited()
    expect(textOf(dialog)).toContain('Stromwerk Musterau learns the sum and nothing else.')
    expect(textOf(dialog)).toContain('1WVL0000000009')
    expect(textOf(dialog)).toContain('only whoever holds the key in your invitation can answer')
    expect(textOf(dialog.querySelector('.bytes')).replaceAll(' ', '')).toBe(sampleInvitation.pin)
    expect(calls.some(({ name }) => name === 'rounds.join')).toBe(false)
    expect(faultsOf(root)).toEqual([])
  })

  it('joins by exactly the invitation that was looked at', async () => {
    const { dialog, calls, answer, root } = await invited()
    answer('rounds.group', sampleGroup)
    await click(byRole(dialog, 'button', 'Join'))
    expect(calls).toContainEqual({ name: 'rounds.join', request: { text: sampleInvitation.text } })
    expect(allByRole(document, 'dialog')).toHaveLength(0)
    expect(textOf(root.querySelector('header'))).toContain('Lindenhof')
  })

  it.each([
    ['meter-not-matching', 'This meter does not fit the rules of the group.'],
    ['in-a-group-already', 'You are already in a group.']
  ])('is not offered where it cannot be, and the reason is there (%s)', async (obstacle, sentence) => {
    const { dialog } = await invited({ obstacle, meterId: null })
    expect(textOf(dialog)).toContain(sentence)
    expect(byRole(dialog, 'button', 'Join').hasAttribute('disabled')).toBe(true)
  })

  it('takes a dropped file and pasted text the same way', async () => {
    const { root, drop, calls } = await openWindow({ path, answers: alone })
    drop([{ token: 'b'.repeat(32), name: 'lindenhof.json', bytes: 500 }])
    root.querySelector('.drop-zone')!.dispatchEvent(new Event('drop', { cancelable: true }))
    await settled()
    await click(byRole(byRole(document, 'dialog'), 'button', 'Cancel'))
    await click(byRole(root, 'button', 'Paste its text'))
    await typeInto(root.querySelector('textarea')!, '{"format":"wattveil-group/1"}')
    root.querySelector('form.paste')!.dispatchEvent(new Event('submit', { cancelable: true }))
    await settled()
    expect(calls.filter(({ name }) => name === 'rounds.inspect-invitation').map(({ request }) => request)).toEqual([
      { file: 'b'.repeat(32) },
      { text: '{"format":"wattveil-group/1"}' }
    ])
    expect(allByRole(document, 'dialog')).toHaveLength(1)
  })

  it.each([
    [null, true, 'You left Lindenhof ('],
    [null, false, 'Its collector could not be told yet, and until then the others may wait for this home'],
    [
      { percent: 20, submitted: 670, withoutSum: 140 },
      true,
      'of the 670 rounds of a week 140 had no sum, more than 20%.'
    ]
  ])('says which group was left, and why where the home did it by itself', async (byItself, told, words) => {
    const left = { name: 'Lindenhof', at: 1_779_264_000, told, byItself }
    const { root } = await openWindow({ path, answers: { ...alone, 'rounds.left': () => left } })
    expect(textOf(root.querySelector('.notice'))).toContain(words)
    expect(faultsOf(root)).toEqual([])
  })

  it('says when a file is no invitation, and nothing else happens', async () => {
    const { root } = await openWindow({
      path,
      answers: {
        ...alone,
        'rounds.inspect-invitation': () => {
          throw new Refusal({ code: 'invitation-malformed', params: { where: 'group' } })
        }
      }
    })
    await click(byRole(root, 'button', 'Choose an invitation'))
    expect(textOf(byRole(root, 'alert'))).toContain('This invitation is damaged.')
    expect(allByRole(document, 'dialog')).toHaveLength(0)
  })

  it('in German says the same', async () => {
    const { root } = await openWindow({ path, answers: alone, scene: { language: 'de' } })
    await click(byRole(root, 'button', 'Einladung wählen'))
    expect(textOf(byRole(document, 'dialog', 'Lindenhof beitreten?'))).toContain('Sie können jederzeit austreten.')
    expect(faultsOf(root)).toEqual([])
  })
})

describe('taking part in the background', () => {
  const unasked = { 'background.state': () => ({ possible: true, on: false, asked: false }) }

  it('is asked for once, and the answer is kept either way', async () => {
    const { root, calls, answer } = await openWindow({ path, answers: unasked })
    const question = byRole(root, 'region', 'Take part while nobody looks?')
    answer('background.state', () => ({ possible: true, on: false, asked: true }))
    await click(byRole(question, 'button', 'No'))
    expect(calls).toContainEqual({ name: 'background.change', request: { on: false } })
    expect(allByRole(root, 'region', 'Take part while nobody looks?')).toHaveLength(0)
  })

  it('is not asked for in a simulation, nor where the system cannot', async () => {
    const simulated = await openWindow({ path, answers: unasked, scene: { profile: 'simulation' } })
    expect(textOf(simulated.root)).not.toContain('Take part while nobody looks?')
    const impossible = { 'background.state': () => ({ possible: false, on: false, asked: false }) }
    const { root } = await openWindow({ path, answers: impossible })
    expect(textOf(root)).not.toContain('Take part while nobody looks?')
  })

  it('can be changed in the Settings', async () => {
    const { root, calls } = await openWindow({ path: '/settings' })
    const box = byRole(root, 'checkbox', 'Start with the system and stay when the window is closed') as HTMLInputElement
    box.checked = true
    box.dispatchEvent(new Event('change'))
    await settled()
    expect(calls).toContainEqual({ name: 'background.change', request: { on: true } })
  })
})

describe('a notice', () => {
  const stating = (change: Partial<ReturnType<typeof sampleGroup>>) => ({
    'rounds.group': () => ({ ...sampleGroup(), ...change })
  })

  it('after a false sum waits for the person', async () => {
    const { root, calls } = await openWindow({ path, answers: stating({ paused: 'false-sum' }) })
    expect(textOf(root)).toContain('Until you say so, this home sends nothing more.')
    await click(byRole(root, 'button', 'Take part again'))
    expect(calls).toContainEqual({ name: 'rounds.resume', request: {} })
  })

  it.each([
    [{ paused: 'other-device' as const }, 'On another computer this home takes part with the same key.'],
    [{ moved: { at: 1_779_000_000, unfinished: true } }, 'The file for the other computer is still missing'],
    [{ moved: { at: 1_779_000_000, unfinished: false } }, 'This home has moved: another computer takes part for it.'],
    [{ trouble: 'collector-wrong-certificate' }, 'What answers does not prove that it is the collector'],
    [{ trouble: 'collector-unreachable' }, 'The collector cannot be reached. Wattveil tries again.'],
    [{ enrolment: 'pending' as const }, 'Stromwerk Musterau has not confirmed the enrolment yet.'],
    [{ enrolment: 'rejected' as const }, "Stromwerk Musterau does not take this home's enrolment."],
    [{ enrolment: 'meter-taken' as const }, 'is in this group already, enrolled by another home.'],
    [{ enrolment: 'group-full' as const }, 'is full: its collector takes no more homes for now. No reading was sent']
  ])('says what stands between this home and the next sum: %j', async (change, sentence) => {
    const { root } = await openWindow({ path, answers: stating(change) })
    expect(textOf(root.querySelector('.notice'))).toContain(sentence)
    expect(faultsOf(root)).toEqual([])
  })
})

describe('verifying a neighbour', () => {
  async function comparing(answers: NonNullable<Parameters<typeof openWindow>[0]>['answers'] = {}) {
    const window = await openWindow({ path, answers })
    await click(byRole(window.root, 'button', 'Verify a neighbour'))
    return { ...window, dialog: byRole(document, 'dialog', 'Verify a neighbour') }
  }
  const stranger = sampleGroup().members.find(({ isMe, verifiedByMe }) => !isMe && !verifiedByMe)!
  const field = (dialog: HTMLElement): Element =>
    byRole(dialog, 'textbox', 'Type or paste the thirty digits or the ten words')

  it('shows the own number in groups and as a code that can be scanned', async () => {
    const { dialog } = await comparing()
    const mine = byRole(dialog, 'region', 'Your number')
    expect([...mine.querySelectorAll('.digits span')].map(textOf).join('')).toBe(sampleGroup().me.safetyNumber)
    expect(allByRole(mine, 'image', 'QR code of your safety number')).toHaveLength(1)
  })

  it('marks the home whose number it is, and no other', async () => {
    const { dialog, calls } = await comparing({
      'rounds.take-number': () => ({ outcome: 'verified', meterId: stranger.meterId })
    })
    const confirm = byRole(dialog, 'button', 'Mark as verified')
    expect(confirm.hasAttribute('disabled')).toBe(true)
    const text = `WATTVEIL ${stranger.safetyNumber.replace(/(.{5})/gu, '$1 ')}`
    await typeInto(field(dialog), text)
    expect(textOf(dialog)).toContain(`It fits the home with meter ${String(stranger.meterId)}.`)
    dialog.querySelector('form')!.dispatchEvent(new Event('submit', { cancelable: true }))
    await settled()
    expect(calls).toContainEqual({ name: 'rounds.take-number', request: { text } })
    expect(textOf(dialog)).toContain(`Verified: the home with meter ${String(stranger.meterId)}.`)
  })

  it('takes the words too, written any way, of which four letters are enough', async () => {
    const { dialog } = await comparing()
    expect(textOf(byRole(dialog, 'region', 'Your number'))).toContain(sampleGroup().me.safetyWords.join(' '))
    const words = stranger.safetyWords.map((word, index) => `${String(index + 1)}. ${word.slice(0, 4).toUpperCase()}`)
    await typeInto(field(dialog), words.join(', '))
    expect(textOf(dialog)).toContain(`It fits the home with meter ${String(stranger.meterId)}.`)
    await typeInto(field(dialog), [...stranger.safetyWords].reverse().join(' '))
    expect(textOf(dialog)).toContain('No home of the newest list has this number.')
    await typeInto(field(dialog), sampleGroup().me.safetyWords.join(' '))
    expect(textOf(dialog)).toContain('This is your own number.')
    await typeInto(field(dialog), `${stranger.safetyWords.join(' ')} abandon abandon`)
    expect(textOf(byRole(dialog, 'region', "Your neighbour's number").querySelector('.outcome'))).toBe('')
  })

  it('warns of a number that nobody has, of the own one, and of one digit too few', async () => {
    const { dialog } = await comparing()
    const wrong = stranger.safetyNumber.replace(/.$/u, (digit) => String((Number(digit) + 1) % 10))
    await typeInto(field(dialog), wrong)
    expect(textOf(dialog)).toContain('No home of the newest list has this number.')
    await typeInto(field(dialog), sampleGroup().me.safetyNumber)
    expect(textOf(dialog)).toContain('This is your own number.')
    expect(byRole(dialog, 'button', 'Mark as verified').hasAttribute('disabled')).toBe(true)
    await typeInto(field(dialog), stranger.safetyNumber.slice(1))
    expect(textOf(byRole(dialog, 'region', "Your neighbour's number").querySelector('.outcome'))).toBe('')
  })

  it('keeps a number that no list has named yet', async () => {
    const group = { ...sampleGroup(), members: [], keptNumbers: 2 }
    const { root, dialog, calls } = await comparing({ 'rounds.group': () => group })
    await typeInto(field(dialog), stranger.safetyNumber)
    expect(textOf(dialog)).toContain('the first list that names the home verifies it.')
    expect(textOf(dialog)).toContain('2 kept numbers that no list has named yet.')
    expect(byRole(dialog, 'button', 'Keep the number').hasAttribute('disabled')).toBe(false)
    dialog.querySelector('form')!.dispatchEvent(new Event('submit', { cancelable: true }))
    await settled()
    expect(calls).toContainEqual({ name: 'rounds.take-number', request: { text: stranger.safetyNumber } })
    expect(textOf(dialog)).toContain('As soon as a list names that home, it counts as verified.')
    expect(faultsOf(root)).toEqual([])
  })

  it('is listed with every home, and can be taken back', async () => {
    const { root, calls } = await openWindow({ path })
    const list = byRole(root, 'region', 'Homes of the group')
    expect(list.querySelectorAll('tbody tr')).toHaveLength(20)
    expect(textOf(list.querySelector('tbody tr'))).toContain('you')
    const [verified] = allByRole(list, 'button', /^Take back/u)
    await click(verified!)
    expect(calls.find(({ name }) => name === 'rounds.confirm-member')?.request).toMatchObject({ confirmed: false })
  })
})

describe('an invitation to pass on', () => {
  it('is a code to scan and a file to save', async () => {
    const { root, calls } = await openWindow({ path })
    await click(byRole(root, 'button', 'Invite a neighbour'))
    const dialog = byRole(document, 'dialog', 'Invite a neighbour to Lindenhof')
    expect(allByRole(dialog, 'image', 'QR code of the invitation')).toHaveLength(1)
    await click(byRole(dialog, 'button', 'Save as a file'))
    expect(calls.some(({ name }) => name === 'rounds.save-invitation')).toBe(true)
    expect(textOf(dialog)).toContain('The invitation is saved.')
  })
})

describe('leaving', () => {
  it('needs a second word, and says what stays and what ends', async () => {
    const { root, calls, answer } = await openWindow({ path: '/settings' })
    await click(byRole(root, 'button', 'Leave the group'))
    const dialog = byRole(document, 'dialog', 'Leave Lindenhof?')
    expect(textOf(dialog)).toContain('From now on no reading of this home goes into a sum.')
    answer('rounds.group', () => null)
    await click(byRole(dialog, 'button', 'Leave'))
    expect(calls).toContainEqual({ name: 'rounds.leave', request: { confirmed: true } })
    expect(allByRole(document, 'dialog')).toHaveLength(0)
  })
})
