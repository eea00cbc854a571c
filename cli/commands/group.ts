/** `wattveil group`: founding a group and inviting homes into it; joining it and leaving it as a home. */

import { type Command, UsageError } from '../command'
import { createGroup } from '../group/create-group'
import { evidenceOfHome } from '../group/evidence-of-home'
import { inviteHomes } from '../group/invite-homes'
import { joinAsHome, leaveAsHome, moveHome, resumeAsHome, setLeaveRule, showHome, verifyNeighbour } from '../group/home'

const ACTIONS = {
  create: createGroup,
  invite: inviteHomes,
  join: joinAsHome,
  show: showHome,
  verify: verifyNeighbour,
  move: moveHome,
  leave: leaveAsHome,
  'leave-above': setLeaveRule,
  evidence: evidenceOfHome,
  resume: resumeAsHome
} as const

export const groupCommand: Command = {
  name: 'group',
  usage: 'group create|invite|join|show|verify|move|leave|leave-above|evidence|resume ...',
  summary:
    'Founds a group and invites homes into it; joins one as a home, shows it, moves it to another PC, leaves it, tells who cheated.',
  options: {
    state: { type: 'string' },
    name: { type: 'string' },
    operator: { type: 'string' },
    mode: { type: 'string' },
    direction: { type: 'string' },
    seconds: { type: 'string' },
    'min-roster': { type: 'string' },
    phases: { type: 'string' },
    amperes: { type: 'string' },
    address: { type: 'string' },
    out: { type: 'string' },
    household: { type: 'string' },
    meter: { type: 'string' },
    password: { type: 'string' },
    yes: { type: 'boolean' }
  },
  help: [
    ['create', 'founds a group; needs --state, --name, --operator'],
    ['--state DIR', 'folder of the collector'],
    ['--name NAME', 'name of the group, as the homes read it'],
    ['--operator NAME', 'who runs the collector, as the homes read it'],
    ['--mode MODE', 'batch (a sum a day later, the PC may be off) or live (always-on boxes); batch when absent'],
    ['--direction WHAT', 'drawn or fed-in; drawn when absent'],
    ['--seconds N', 'interval of the meters; 900 when absent'],
    ['--min-roster N', 'fewest homes in a sum, 10 to 200; 10 when absent'],
    ['--phases N', 'of the largest main fuse, 1 or 3; 3 when absent'],
    ['--amperes N', 'of the largest main fuse; 63 when absent'],
    ['invite', 'writes the invitation and shows its QR code; needs --state, --address'],
    ['--address URL', 'where homes reach the collector, such as https://lindenhof.example:8443'],
    ['--out FILE', 'where the invitation goes; NAME.wattveil-group.json when absent'],
    ['join FILE', 'joins as a home; needs --household, and --meter where no meter is connected'],
    ['--household DIR', 'folder of the home'],
    ['--meter URL', 'address of the meter'],
    ['--password TEXT', 'of the meter; or in the environment as WATTVEIL_METER_PASSWORD'],
    ['show', 'says how the home takes part; needs --household'],
    [
      'verify NUMBER',
      'verifies the neighbour whose thirty digits or ten words these are, now or once a list names that home; needs --household'
    ],
    [
      'move FILE',
      'writes the home with its key in the group for another PC; here it ends; needs --household and --yes'
    ],
    ['leave', 'ends the membership; needs --household and --yes'],
    [
      'leave-above N',
      'leaves a live group by itself above N percent of a week without a sum, 1 to 100; 100 never; needs --household'
    ],
    ['evidence', 'says who cheated in its groups; with --out DIR writes each piece as a file; needs --household'],
    ['resume', 'takes part again after a pause; needs --household and --yes']
  ],
  exitCodes: [
    [0, 'done'],
    [1, 'joined or left, but the collector has not taken it yet; or the number to verify is the own one'],
    [2, 'it could not be done'],
    [3, 'the command line is wrong']
  ],
  run: (args, output) => {
    const [action] = args.positionals
    if (action === undefined || !Object.hasOwn(ACTIONS, action)) {
      throw new UsageError(
        'group takes create, invite, join, show, verify, move, leave, leave-above, evidence or resume'
      )
    }
    return ACTIONS[action as keyof typeof ACTIONS](args, output)
  }
}
