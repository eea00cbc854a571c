/** An invitation to a group, and what the core answers about joining and leaving. */

import type { InvitationView } from '../../../app/contract'
import type { Answers } from './client-double'
import { hexOf, seeded } from '../../support/seeded'

export const sampleInvitation: InvitationView = {
  text: JSON.stringify({ format: 'wattveil-group/1', name: 'Lindenhof' }),
  name: 'Lindenhof',
  operator: 'Stromwerk Musterau',
  address: 'https://lindenhof.example:8443',
  secured: 'pinned',
  pin: hexOf(seeded(12), 64),
  gid: hexOf(seeded(11), 64),
  mode: 'batch',
  direction: 'drawn',
  seconds: 900,
  smallestRoster: 10,
  largest: 10_868_000,
  meterId: '1WVL0000000009',
  joined: false,
  obstacle: null
}

type MembershipAnswers = Pick<
  Answers,
  | 'rounds.inspect-invitation'
  | 'rounds.join'
  | 'rounds.leave'
  | 'rounds.resume'
  | 'rounds.invitation'
  | 'rounds.save-invitation'
  | 'rounds.confirm-member'
  | 'rounds.take-number'
>

export const membershipAnswers: MembershipAnswers = {
  'rounds.inspect-invitation': () => sampleInvitation,
  'rounds.join': () => ({}),
  'rounds.leave': () => ({}),
  'rounds.resume': () => ({}),
  'rounds.invitation': () => ({ text: sampleInvitation.text }),
  'rounds.save-invitation': () => ({}),
  'rounds.confirm-member': () => ({}),
  'rounds.take-number': () => ({ outcome: 'kept', meterId: null })
}
