/** The rounds of one household: joining, the steps that are due, and the views (docs/protocol/rounds.md). */

import { FormatError, fromHex, toHex } from '../../crypto'
import { AppError } from '../app-error'
import type { CoreProcedures, InvitationView, NumberOutcome } from '../contract'
import { currentGroup } from './current-group'
import { dayView } from './day-view'
import { groupView } from './group-view'
import { inspectInvitation } from './inspect-invitation'
import { type InvitationFile, decodeInvitation, encodeInvitation } from './invitation'
import { joinGroup } from './join-group'
import { takeNumber } from './kept-numbers'
import { leaveGroup, leftView } from './leave-group'
import { setLeaveAbove } from './live/leave-rule'
import { liveDayView } from './live/live-view'
import { newsDueIn, roundsDueIn } from './next-due'
import type { GroupChange, JoinedGroup, RoundEvidence } from './round-store'
import { type RoundsDependencies, createContext } from './rounds-context'
import { stepRounds } from './step-rounds'

export type Membership = {
  /** Group id, hex. */
  readonly gid: string
  /** Public identity of this household in the group, hex: what neighbours confirm. */
  readonly identity: string
}

/** A collector that says when there is something new. */
export type NewsSource = {
  readonly address: string
  /** As the privacy log names it. */
  readonly recipient: string
  readonly pin: Uint8Array | null
}

export type Rounds = {
  /**
   * Joins the group of an invitation; joining again changes nothing. The collector hears of it now or, where it does
   * not answer, with a later step.
   * @param invitation the parsed JSON of an invitation file.
   * @throws AppError invitation-malformed, meter-not-matching, meter-in-another-group,
   *   meter-did-not-sign.
   */
  join(invitation: unknown): Promise<Membership>
  /** Null before the household has joined. */
  membership(): Membership | null
  /** The person has compared safety numbers with this member. @param id hex. @throws AppError member-id-malformed. */
  confirmMember(id: string): void
  /** The person has said in words that rosters with fewer companions are taken, or takes that back. */
  acceptFewerCompanions(accepted: boolean): void
  /** The person takes back that a member is verified. @throws AppError member-id-malformed. */
  forgetMember(id: string): void
  /** A neighbour's safety number: verifies the home, or waits for the list that names it. @throws AppError not-in-a-group. */
  takeNumber(text: string): NumberOutcome
  /** What joining would mean; nothing is made or sent. @throws AppError invitation-malformed. */
  inspect(invitation: unknown): InvitationView
  /** The invitation by which this household joined. @throws AppError not-in-a-group. */
  invitation(): InvitationFile
  /** No reading is masked any more; the collector hears of it now or with a later step. @throws AppError not-in-a-group. */
  leave(): Promise<void>
  /** Something made the household wait for the person, who says that it goes on. */
  resume(): void
  /** Does what is due. Asked while it is at work, it answers when that work is done. */
  step(): Promise<void>
  evidence(): readonly RoundEvidence[]
  /** Seconds until something may be due again. @param hearing whether news of every collector come by themselves. */
  dueIn(hearing?: boolean): number
  /** Whose news concern this household. */
  newsSources(): readonly NewsSource[]
  /** Seconds after which a piece of news should be looked at; null while nothing of others is waited for. */
  newsDueIn(): number | null
  /** False while a collector could not be reached the last time it was asked. */
  isReachable(): boolean
  readonly procedures: Pick<
    CoreProcedures,
    'rounds.group' | 'rounds.left' | 'rounds.day' | 'rounds.accept-fewer-companions' | 'rounds.leave-above'
  >
}

/** Troubles of a group that pass with time: asking again at once would only wait again. */
const UNREACHABLE: ReadonlySet<string> = new Set(['collector-unreachable', 'collector-timeout'])

export function createRounds(deps: RoundsDependencies): Rounds {
  const context = createContext(deps)
  const { store, clock, changed } = deps
  const step = createStep(() => stepRounds(context), changed)
  const mine = (): JoinedGroup => {
    const joined = currentGroup(store)
    if (!joined) throw new AppError('not-in-a-group')
    return joined
  }
  const change = (what: GroupChange): void => {
    store.changeGroup(mine().gid, what)
    changed()
  }
  const acceptFewerCompanions = (accepted: boolean): void => {
    change({ fewerAccepted: accepted })
  }
  return {
    join: async (invitation) => {
      const joined = await joinGroup(context, decodeInvitation(invitation))
      await step()
      return membershipOf(joined)
    },
    membership: () => {
      const joined = currentGroup(store)
      return joined && membershipOf(joined)
    },
    confirmMember: (id) => {
      assertMemberId(id)
      store.confirmMember(id, clock.now())
      changed()
    },
    forgetMember: (id) => {
      assertMemberId(id)
      store.forgetMember(id)
      changed()
    },
    takeNumber: (text) => {
      const outcome = takeNumber(context, mine(), text)
      changed()
      return outcome
    },
    inspect: (invitation) => inspectInvitation(context, invitation),
    invitation: () => encodeInvitation(mine()),
    leave: async () => {
      const joined = mine()
      if (joined.handedOverAt !== null) throw new AppError('home-has-moved')
      leaveGroup(context, joined)
      await step()
    },
    acceptFewerCompanions,
    resume: () => {
      const { gid, paused } = mine()
      // The person has heard that it is another board than before, and goes on with it.
      if (paused === 'board') store.forgetBoard(gid)
      change({ paused: null })
    },
    step,
    dueIn: (hearing = false) => roundsDueIn(context, hearing),
    newsSources: () =>
      store
        .groups()
        .filter(({ departure, handedOverAt }) => !departure && handedOverAt === null)
        .map(({ address, operator, pin }) => ({ address, recipient: operator, pin })),
    newsDueIn: () => newsDueIn(context),
    isReachable: () => !store.groups().some(({ gid }) => UNREACHABLE.has(context.troubles.get(gid, null) ?? '')),
    evidence: () => store.groups().flatMap(({ gid }) => store.evidence(gid)),
    procedures: {
      'rounds.group': () => {
        const joined = currentGroup(store)
        return Promise.resolve(joined && groupView(context, joined))
      },
      'rounds.left': () => Promise.resolve(currentGroup(store) ? null : leftView(store.groups())),
      'rounds.day': async ({ utcDay }) => {
        const joined = mine()
        return joined.group.mode === 'live' ? liveDayView(context, joined, utcDay) : dayView(context, joined, utcDay)
      },
      'rounds.accept-fewer-companions': ({ confirmed }) => {
        acceptFewerCompanions(confirmed)
        return Promise.resolve({})
      },
      'rounds.leave-above': async ({ percent }) => {
        setLeaveAbove(context, mine(), percent)
        changed()
        return {}
      }
    }
  }
}

/** One step at a time: two at once would ask the collector everything twice. */
function createStep(work: () => Promise<void>, changed: () => void): () => Promise<void> {
  let running: Promise<void> | null = null
  return () => {
    running ??= work().finally(() => {
      running = null
      changed()
    })
    return running
  }
}

function membershipOf({ gid, memberId }: JoinedGroup): Membership {
  return { gid: toHex(gid), identity: toHex(memberId) }
}

function assertMemberId(id: string): void {
  try {
    fromHex(id, 32)
  } catch (error) {
    if (error instanceof FormatError) throw new AppError('member-id-malformed')
    throw error
  }
}
