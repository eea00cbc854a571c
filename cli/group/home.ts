/** A home without a window: joins a group, says how it takes part, leaves. */

import path from 'node:path'
import { AppError } from '../../app/app-error'
import type { GroupView, InvitationView, LeftGroup } from '../../app/contract'
import {
  MAX_INVITATION_BYTES,
  decodeInvitation,
  fromInvitationFile,
  parseInvitation
} from '../../app/rounds/invitation'
import { type Arguments, type Output, UsageError, atMost, optionalText, requiredText } from '../command'
import { backupsOf } from '../household-backups'
import type { CliHousehold } from '../open-cli-household'
import { readBounded } from '../read-bounded'
import { troubleSentence } from './trouble-sentences'
import { withHome } from './with-home'

const MOST_CHARACTERS = 4000
const UNTOLD =
  'Its collector could not be told yet, and until then the others may wait for this home. `wattveil serve household` tells it as soon as it answers.'
const NO_NUMBER = 'group verify takes the thirty digits or the ten words of a neighbour'

export async function joinAsHome(args: Arguments, output: Output): Promise<number> {
  const [, file] = args.positionals
  if (file === undefined) throw new UsageError('group join takes the file of an invitation')
  atMost(args, 2)
  const text = await readInvitation(file)
  // Without a meter a new home would be an empty one, and in no group.
  return withHome(args, optionalText(args, 'meter') !== undefined, async ({ app }) => {
    await connectMeter(args, app)
    const seen = await app.procedures['rounds.inspect-invitation']({ text })
    await app.procedures['rounds.join']({ text: seen.text })
    const group = await app.procedures['rounds.group']({})
    output.result({ invitation: seen, group }, () => [...meaningOf(seen), ...standingOf(group)])
    return group?.enrolment === 'accepted' ? 0 : 1
  })
}

export async function showHome(args: Arguments, output: Output): Promise<number> {
  atMost(args, 1)
  return withHome(args, false, async ({ app }) => {
    const group = await app.procedures['rounds.group']({})
    const left = await app.procedures['rounds.left']({})
    output.result(group ?? { left }, () => [...leftLines(left), ...standingOf(group)])
    return 0
  })
}

/** Takes the digits or the words of a neighbour, in one argument or several. */
export async function verifyNeighbour(args: Arguments, output: Output): Promise<number> {
  const text = args.positionals.slice(1).join(' ')
  if (text.length > MOST_CHARACTERS) throw new UsageError(NO_NUMBER)
  return withHome(args, false, async ({ app }) => {
    const { outcome, meterId } = await app.procedures['rounds.take-number']({ text })
    if (outcome === 'malformed') throw new UsageError(NO_NUMBER)
    output.result({ verified: meterId, kept: outcome === 'kept' }, () => [
      outcome === 'verified'
        ? `It fits the home with meter ${meterId ?? ''}, which is verified now.`
        : outcome === 'own'
          ? 'This is the number of this home. Nothing was verified.'
          : 'No list has named a home with this number yet. It is kept: the first list that names one verifies it.'
    ])
    return outcome === 'own' ? 1 : 0
  })
}

export async function leaveAsHome(args: Arguments, output: Output): Promise<number> {
  atMost(args, 1)
  if (args.values['yes'] !== true) throw new UsageError('leaving needs --yes')
  return withHome(args, false, async ({ app }) => {
    const group = await app.procedures['rounds.group']({})
    await app.procedures['rounds.leave']({ confirmed: true })
    const left = await app.procedures['rounds.left']({})
    const told = left?.told !== false
    output.result({ left: group?.name ?? null, told }, () => [
      `This home has left ${group?.name ?? 'the group'}. No reading leaves it any more.`,
      ...(told ? [] : [UNTOLD])
    ])
    return told ? 0 : 1
  })
}

/** Only a person can end a pause: it began because somebody cannot be trusted. */
export async function resumeAsHome(args: Arguments, output: Output): Promise<number> {
  atMost(args, 1)
  if (args.values['yes'] !== true) throw new UsageError('taking part again after a pause needs --yes')
  return withHome(args, false, async ({ app }) => {
    const before = (await app.procedures['rounds.group']({}))?.paused ?? null
    await app.procedures['rounds.resume']({})
    output.result({ wasPaused: before }, () => [
      before === null ? 'This home was not paused. Nothing was changed.' : 'This home takes part again.'
    ])
    return 0
  })
}

export async function setLeaveRule(args: Arguments, output: Output): Promise<number> {
  const [, text] = args.positionals
  const percent = text !== undefined && /^\d{1,3}$/u.test(text) ? Number(text) : 0
  if (percent < 1 || percent > 100) throw new UsageError('group leave-above takes a number of percent, 1 to 100')
  atMost(args, 2)
  return withHome(args, false, async ({ app }) => {
    await app.procedures['rounds.leave-above']({ percent })
    output.result({ leaveAbove: percent }, () => leaveLines(percent))
    return 0
  })
}

export async function moveHome(args: Arguments, output: Output): Promise<number> {
  const [, file] = args.positionals
  if (file === undefined) throw new UsageError('group move takes the file that the other PC restores')
  atMost(args, 2)
  if (args.values['yes'] !== true) throw new UsageError("moving ends this PC's part in the group: it needs --yes")
  return withHome(args, false, async (household) => {
    const { procedures } = backupsOf(household, requiredText(args, 'household'), output)
    const { bytes } = await procedures['backup.move']({ target: household.files.grant(file), confirmed: true })
    const { words } = await procedures['backup.words']({})
    output.result({ file, bytes, words }, () => [
      `${file}, ${String(bytes)} bytes: this home and its key in the group. Here it takes no part any more.`,
      `On the other PC: wattveil restore ${file} --household DIR`,
      `The words that open it: ${words.join(' ')}`
    ])
    return 0
  })
}

/** Read before anything is made. @throws AppError invitation-file-malformed. */
async function readInvitation(file: string): Promise<string> {
  const text = new TextDecoder().decode(await readBounded(file, MAX_INVITATION_BYTES))
  await fromInvitationFile(path.basename(file), () => decodeInvitation(parseInvitation(text)))
  return text
}

async function connectMeter(args: Arguments, app: CliHousehold['app']): Promise<void> {
  const address = optionalText(args, 'meter')
  if (address === undefined) return
  const password = optionalText(args, 'password') ?? process.env['WATTVEIL_METER_PASSWORD'] ?? ''
  const { status } = await app.procedures['meter.connect']({ address, password })
  if (status !== 'connected') throw new AppError(`meter-${status}`)
}

function meaningOf(seen: InvitationView): string[] {
  const secured = {
    pinned: `only to whoever holds the key ${seen.pin ?? ''}`,
    certificate: 'to whoever has a certificate for this name',
    'this-pc': 'on this PC'
  }
  return [
    `${seen.name}, run by ${seen.operator} at ${seen.address}, ${secured[seen.secured]}.`,
    `Sums of ${String(seen.smallestRoster)} homes or more, ${seen.direction} energy, one number per ${String(seen.seconds)} seconds.`
  ]
}

const RESUME = 'Until `wattveil group resume --yes` it sends nothing more.'

const PAUSES: Readonly<Record<NonNullable<GroupView['paused']>, string>> = {
  'false-sum': `Paused: the collector stated a sum that does not fit the meters. \`wattveil group evidence\` saves the proof. ${RESUME}`,
  board: `Paused: the collector took back or changed what it had published before. \`wattveil group evidence\` saves the proof. ${RESUME}`,
  'other-device': `Paused: another PC takes part with the key of this home. Only one may: \`wattveil group move\` takes it from one to the other. ${RESUME}`
}

function movedLine({ unfinished }: NonNullable<GroupView['moved']>): string {
  return unfinished
    ? 'This home is moving to another PC, and the file for it is not written yet: run group move again.'
    : 'This home has moved: another PC takes part for it.'
}

function leaveLines(percent: number | null): string[] {
  if (percent === null) return []
  if (percent === 100) return ['This home never leaves the group by itself.']
  return [`Above ${String(percent)} % of a week's intervals without a sum this home leaves the group by itself.`]
}

function leftLines(left: LeftGroup | null): string[] {
  if (!left) return []
  const { name, at, told, byItself } = left
  const when = new Date(at * 1000).toISOString()
  const untold = told ? [] : [UNTOLD]
  if (!byItself) return [`This home left ${name} at ${when}.`, ...untold]
  const { submitted, withoutSum, percent } = byItself
  return [
    `This home left ${name} by itself at ${when}: ${String(withoutSum)} of a week's ${String(submitted)} intervals had no sum, more than ${String(percent)} %.`,
    ...untold
  ]
}

function standingOf(group: GroupView | null): string[] {
  if (!group) return ['This home is in no group.']
  // Of a home that has moved nothing is tried again here.
  const trouble = group.moved ? null : troubleSentence(group)
  return [
    `Group ${group.name}, meter ${group.me.meterId}${group.enrolment === 'accepted' ? ', enrolled' : ''}.`,
    ...(group.moved ? [movedLine(group.moved)] : []),
    ...(group.paused ? [PAUSES[group.paused]] : []),
    `Safety number of this home: ${(group.me.safetyNumber.match(/.{5}/gu) ?? []).join(' ')}`,
    `The same in words: ${group.me.safetyWords.join(' ')}`,
    `${group.mode === 'live' ? 'Intervals' : 'Days'} sent: ${String(group.submitted)}, without a sum: ${String(group.withoutSum)}. Verified neighbours: ${String(group.companions)} of ${String(group.companionsNeeded)} needed.`,
    ...(group.keptNumbers === 0
      ? []
      : [`Numbers of neighbours that no list has named yet: ${String(group.keptNumbers)}.`]),
    ...leaveLines(group.leaveAbove),
    ...(trouble === null ? [] : [trouble])
  ]
}
