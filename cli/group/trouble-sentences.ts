/** English sentences for what keeps a home from taking part: what happened, where, and what to do next. */

import type { GroupView } from '../../app/contract'
import type { Trouble } from '../../app/rounds/rounds-context'

const AGAIN = 'It is tried again by itself while `wattveil serve household` runs.'

const TROUBLES: Readonly<Record<Trouble, string>> = {
  'clocks-apart':
    'The clocks of this PC and of the meter are more than three hours apart. Nothing is sent until both are right.',
  'collector-malformed': `What {address} answers is no collector's answer. Is the address right? ${AGAIN}`,
  'collector-refused': `The collector at {address} refused the request. ${AGAIN}`,
  'collector-rejects': 'The collector at {address} does not take what this home sent. Ask {operator}.',
  'collector-timeout': `The collector at {address} does not answer. ${AGAIN}`,
  'collector-too-large': `The collector at {address} answered with more than is read. ${AGAIN}`,
  'collector-unauthorised': 'The collector at {address} does not let this home in. Ask {operator}.',
  'collector-unreachable': `The collector at {address} cannot be reached. Is it running, is its port open? ${AGAIN}`,
  'collector-wrong-certificate':
    'What answers at {address} does not prove that it is the collector: it holds another key than the invitation names, or, where that names none, a certificate that this PC does not know. Nothing was sent. Ask {operator} for a new invitation.',
  'group-full': `{group} is full: the collector at {address} takes no more homes for now. No reading was sent from here. Ask {operator}, who can found a second group. ${AGAIN}`,
  'meter-did-not-sign': `The meter did not sign the enrolment. Is it running? ${AGAIN}`,
  'meter-taken':
    'Meter {meter} is in {group} already, enrolled by another home. No reading was sent from here. If that was this home before it was set up anew, restore its backup with `wattveil restore`. Otherwise leave there with `wattveil group leave`, or join with the own meter of this home: `wattveil group join INVITATION --household DIR --meter URL`.',
  'roster-not-for-us': 'The collector at {address} showed a list that does not concern this home.',
  'sum-not-on-board': `The collector at {address} showed a sum without having published it. ${AGAIN}`
}

const ENROLMENTS: Readonly<Record<Exclude<GroupView['enrolment'], 'accepted'>, string>> = {
  'group-full': TROUBLES['group-full'],
  'meter-taken': TROUBLES['meter-taken'],
  rejected:
    'The collector at {address} does not take the enrolment of this home: its group is not the one of the invitation, or its clock is wrong. Ask {operator}. Before joining by a new invitation, leave with `wattveil group leave`.',
  pending: `The collector at {address} has not confirmed the enrolment yet. ${AGAIN}`
}

/** @returns what stands between this home and the next sum; null where nothing does. */
export function troubleSentence(group: GroupView): string | null {
  const { enrolment, trouble } = group
  const isRefused = enrolment !== 'pending' && enrolment !== 'accepted'
  if (trouble !== null && !isRefused && isTrouble(trouble)) return filled(TROUBLES[trouble], group)
  return enrolment === 'accepted' ? null : filled(ENROLMENTS[enrolment], group)
}

function isTrouble(code: string): code is Trouble {
  return Object.hasOwn(TROUBLES, code)
}

function filled(template: string, { name, operator, address, me }: GroupView): string {
  const words: Readonly<Record<string, string>> = { group: name, operator, address, meter: me.meterId }
  return template.replace(/\{(\w+)\}/gu, (_, word: string) => words[word] ?? '')
}
