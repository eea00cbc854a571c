/** Joining: the household makes its identity, its meter signs for it (docs/protocol/rounds.md 2.2). */

import { equalBytes } from '../../crypto'
import { AppError } from '../app-error'
import { SECONDS_PER_DAY, type UtcSeconds, startOfUtcDay, toUtcSeconds, utcDayOf } from '../domain/interval'
import type { ChainId, MeterId } from '../domain/meter/meter'
import type { HeldChain } from '../readings/chain-store'
import { MeterLinkError } from '../readings/meter-link'
import type { Invitation } from './invitation'
import { type ClockJudgement, judgeClock } from './judge-clock'
import { type Enrol, type SignedEnrol, decodeEnrol, encodeEnrol, encodeEnrolBody, verifyEnrol } from './messages/enrol'
import { type GroupParameters, groupId } from './messages/group-parameters'
import type { JoinedGroup } from './round-store'
import type { RoundsContext } from './rounds-context'

const SEED_BYTES = 32
const VALID_SECONDS = 396 * SECONDS_PER_DAY
/** An ENROL is renewed this long before it ends; the new one reaches back far enough for days still open. */
const RENEWAL_SECONDS = 30 * SECONDS_PER_DAY
const OPEN_DAYS = 20

/**
 * Joins a group. Joining the one joined already takes over where its collector is reached; joining one that was left,
 * or whose collector knows the meter as another home's, makes a new ENROL of the same identity. Everything is stored before anything is sent; the ENROL goes out with the
 * next step.
 * @throws AppError meter-not-matching (no chain of the group's direction, interval length and
 *   resolution), meter-in-another-group, meter-did-not-sign, clocks-apart, home-has-moved (its key is on another PC).
 */
export async function joinGroup(context: RoundsContext, invitation: Invitation): Promise<JoinedGroup> {
  const { primitives, store, random, clock } = context
  const { group, ...place } = invitation
  const gid = groupId(primitives, group)
  const known = store.groups().find((joined) => equalBytes(joined.gid, gid))
  if (known) return joinAgain(context, known, place)
  const chain = matchingChain(context, invitation)
  const identity = random.bytes(SEED_BYTES)
  const memberId = primitives.ed25519.publicKey(identity)
  const validFrom = clock.now()
  const enrol = { ...enrolFrom(chain, validFrom), gid, memberId }
  await assertClock(context, chain)
  const signed = await signEnrol(context, enrol, identity)
  const joined: JoinedGroup = {
    gid,
    group,
    ...place,
    chain: chain.id,
    identity,
    memberId,
    enrolWire: encodeEnrol(signed),
    enrolState: 'pending',
    joinedAt: validFrom,
    fewerAccepted: false,
    paused: null,
    departure: null,
    handedOverAt: null
  }
  store.addGroup(joined)
  return joined
}

async function joinAgain(
  context: RoundsContext,
  known: JoinedGroup,
  place: Omit<Invitation, 'group'>
): Promise<JoinedGroup> {
  if (known.handedOverAt !== null) throw new AppError('home-has-moved')
  const isNew = known.departure !== null || known.enrolState === 'meter-taken'
  const change = isNew ? { ...place, ...(await returning(context, known)) } : place
  context.store.changeGroup(known.gid, change)
  return { ...known, ...change }
}

/** The ENROL that was ended stays ended: a new one begins now. */
async function returning(
  context: RoundsContext,
  known: JoinedGroup
): Promise<Pick<JoinedGroup, 'chain' | 'enrolWire' | 'enrolState' | 'departure'>> {
  const chain = context.chains.chain(chainToReturnWith(context, known))
  if (!chain) throw new AppError('meter-not-matching')
  await assertClock(context, chain)
  const enrol = { ...enrolFrom(chain, context.clock.now()), gid: known.gid, memberId: known.memberId }
  const signed = await signEnrol(context, enrol, known.identity)
  return { chain: chain.id, enrolWire: encodeEnrol(signed), enrolState: 'pending', departure: null }
}

/** The meter of before; where the collector knows that one as another home's, one that fits as well, if there is any. */
export function chainToReturnWith(context: RoundsContext, { chain, enrolState, group }: JoinedGroup): ChainId {
  if (enrolState !== 'meter-taken') return chain
  return fitting(context, group).find(({ id }) => id.meterId !== chain.meterId)?.id ?? chain
}

/** The same membership with an ENROL that lasts; unchanged while the old one lasts long enough. */
export async function renewEnrolment(
  context: RoundsContext,
  joined: JoinedGroup,
  clock: ClockJudgement
): Promise<JoinedGroup> {
  const { enrol } = decodeEnrol(joined.enrolWire)
  const now = context.clock.now()
  if (enrol.validTo - now > RENEWAL_SECONDS) return joined
  // An ENROL from a day that has not come would keep this home out until then.
  if (clock !== 'agrees') throw new AppError('meter-did-not-sign')
  const chain = context.chains.chain(joined.chain)
  if (!chain) return joined
  const openFrom = startOfUtcDay(Math.max(0, utcDayOf(now) - OPEN_DAYS))
  const renewed = { ...enrolFrom(chain, toUtcSeconds(Math.max(joined.joinedAt, openFrom))), gid: joined.gid }
  const signed = await signEnrol(context, { ...renewed, memberId: joined.memberId }, joined.identity)
  const change = { enrolWire: encodeEnrol(signed), enrolState: 'pending' } as const
  context.store.changeGroup(joined.gid, change)
  return { ...joined, ...change }
}

/** A household is in one group per register of its meter. @throws AppError meter-not-matching, meter-in-another-group. */
export function matchingChain(context: RoundsContext, { group }: Invitation): HeldChain {
  const matching = fitting(context, group)
  if (matching.length === 0) throw new AppError('meter-not-matching')
  const taken = context.store
    .groups()
    .filter(({ departure }) => !departure)
    .map(({ chain }) => `${chain.meterId}:${String(chain.obis)}`)
  const free = matching.find(({ id }) => !taken.includes(`${id.meterId}:${String(id.obis)}`))
  if (!free) throw new AppError('meter-in-another-group')
  return free
}

function fitting({ chains }: RoundsContext, group: GroupParameters): readonly HeldChain[] {
  return chains
    .chains()
    .filter(
      ({ id, genesis: { genesis } }) =>
        id.obis === group.obis && genesis.seconds === group.seconds && genesis.unitExp === group.unitExp
    )
}

/** What is signed now begins now: with a clock that is ahead, years from now. */
async function assertClock(context: RoundsContext, { id }: HeldChain): Promise<void> {
  if ((await judgeClock(context, { chain: id })) === 'apart') throw new AppError('clocks-apart')
}

function enrolFrom(chain: HeldChain, validFrom: UtcSeconds): Omit<Enrol, 'gid' | 'memberId'> {
  return {
    meterId: chain.id.meterId,
    meterKey: chain.genesis.genesis.meterKey,
    level: chain.level,
    validFrom,
    validTo: toUtcSeconds(validFrom + VALID_SECONDS)
  }
}

async function signEnrol(context: RoundsContext, enrol: Enrol, identity: Uint8Array): Promise<SignedEnrol> {
  const body = encodeEnrolBody(enrol)
  const signed = {
    enrol,
    body,
    meterSignature: await meterSignature(context, enrol.meterId, body),
    memberSignature: context.primitives.ed25519.sign(identity, body)
  }
  if (!verifyEnrol(context.primitives, signed)) throw new AppError('meter-did-not-sign')
  return signed
}

async function meterSignature(context: RoundsContext, meterId: MeterId, body: Uint8Array): Promise<Uint8Array> {
  const connection = context.meters.find(meterId)
  if (!connection) throw new AppError('meter-did-not-sign')
  try {
    return await context.meterLink.signEnrolment(connection.address, body)
  } catch (error) {
    if (error instanceof MeterLinkError) throw new AppError('meter-did-not-sign')
    throw error
  }
}
