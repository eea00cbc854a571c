/**
 * The household's part in finding who lied: it commits to its pads of the rounds it is asked for. Whatever is asked,
 * nothing is opened (docs/protocol/rounds.md 6; docs/attacks.md R13).
 */

import { type Primitives, commitToPads, equalBytes } from '../../crypto'
import { firstRoundOf, roundsPerEpoch } from './epoch'
import { signedSeeds } from './mask-day'
import { MAX_ASKED, decodeAsk, verifyAsk } from './messages/ask'
import { type SignedDlist, encodeDlist, signDlist } from './messages/dlist'
import type { Roster } from './messages/roster'
import { unlessMalformed } from './messages/unless-malformed'
import type { JoinedGroup } from './round-store'
import type { RoundsContext } from './rounds-context'
import { listOf } from './seen-roster'

/** What a DLIST needs: the roster the household sent something under, and the key of that epoch. */
export type Answerable = {
  readonly epoch: number
  readonly rho: Uint8Array
  /** x_i. Secret. */
  readonly exchange: Uint8Array
}

/** Looks whether the collector asks, stores what is to be answered, sends what has not arrived. */
export async function answerAsk(context: RoundsContext, joined: JoinedGroup, under: Answerable): Promise<void> {
  const { store, transportOf } = context
  const { epoch, rho } = under
  if (store.dlists(joined.gid, rho).length < MAX_ASKED) {
    const wire = await transportOf(joined).ask(epoch, rho)
    if (wire) prepareAnswers(context, joined, under, wire)
  }
  for (const dlist of store.dlists(joined.gid, rho)) {
    if (dlist.delivered) continue
    const outcome = await transportOf(joined).dlist(epoch, dlist.wire)
    if (outcome === 'rejected') context.troubles.set(joined.gid, epoch, 'collector-rejects')
    else store.saveDlist(joined.gid, { ...dlist, delivered: true })
  }
}

/** DLIST of one round; the same bytes every time. */
export function makeDlist(
  primitives: Primitives,
  roster: Pick<Roster, 'members'>,
  rho: Uint8Array,
  t: number,
  secrets: { readonly identity: Uint8Array; readonly exchange: Uint8Array }
): SignedDlist {
  const memberId = primitives.ed25519.publicKey(secrets.identity)
  const seeds = signedSeeds(primitives, roster, rho, memberId, secrets.exchange)
  const padCommitments = commitToPads(primitives, seeds, rho, t)
  for (const { seed } of seeds) seed.fill(0)
  return signDlist(primitives, { rho, memberId, t, padCommitments }, secrets.identity)
}

function prepareAnswers(context: RoundsContext, joined: JoinedGroup, under: Answerable, wire: Uint8Array): void {
  const { store, primitives, troubles } = context
  const { epoch, rho, exchange } = under
  const rounds = askedRounds(context, joined, under, wire)
  const seen = store.roster(joined.gid, rho)
  if (!rounds || !seen) {
    troubles.set(joined.gid, epoch, 'collector-malformed')
    return
  }
  const roster = listOf(seen)
  const known = store.dlists(joined.gid, rho).map(({ t }) => t)
  const wanted = rounds.filter((t) => !known.includes(t)).slice(0, MAX_ASKED - known.length)
  const made = wanted.map((t) => ({ t, dlist: makeDlist(primitives, roster, rho, t, { ...joined, exchange }) }))
  store.transaction(() => {
    for (const { t, dlist } of made) store.saveDlist(joined.gid, { rho, t, wire: encodeDlist(dlist), delivered: false })
  })
}

/** Null for what is not K's question about this roster. */
function askedRounds(
  { primitives }: RoundsContext,
  { group }: JoinedGroup,
  { epoch, rho }: Answerable,
  wire: Uint8Array
): readonly number[] | null {
  const signed = unlessMalformed(() => decodeAsk(wire))
  if (!signed || !verifyAsk(primitives, signed, group.collectorKey) || !equalBytes(signed.ask.rho, rho)) return null
  const first = firstRoundOf(group, epoch)
  const { rounds } = signed.ask
  return rounds.every((t) => t >= first && t < first + roundsPerEpoch(group)) ? rounds : null
}
