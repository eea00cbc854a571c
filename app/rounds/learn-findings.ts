/** Evidence that the collector shows of a roster: checked here, kept where it proves something, never believed. */

import { FormatError, equalBytes } from '../../crypto'
import { decodeEvidence, rosterOf } from './evidence/evidence'
import { verifyEvidence } from './evidence/verify-evidence'
import type { JoinedGroup } from './round-store'
import { FINDING_LIMITS } from './round-transport'
import type { RoundsContext } from './rounds-context'

export async function learnFindings(
  context: RoundsContext,
  joined: JoinedGroup,
  { epoch, rho }: { readonly epoch: number; readonly rho: Uint8Array }
): Promise<void> {
  const { store, clock, troubles, transportOf } = context
  const kept = store.evidence(joined.gid)
  const shown = await transportOf(joined).findings(epoch, rho)
  const fresh = shown.filter((bytes) => !kept.some((known) => equalBytes(known.bytes, bytes)))
  // Whoever lies can sign as many contradictions as it likes, and every step asks anew.
  const room = FINDING_LIMITS.maxFields - kept.filter(({ utcDay }) => utcDay === epoch).length
  for (const bytes of fresh.slice(0, Math.max(0, room))) {
    const kind = await proven(context, joined, rho, bytes)
    if (kind) store.addEvidence({ gid: joined.gid, utcDay: epoch, kind, bytes, at: clock.now() })
    else troubles.set(joined.gid, epoch, 'collector-malformed')
  }
}

/** The kind of a piece that is about this very roster and proves something; else null. */
async function proven(context: RoundsContext, joined: JoinedGroup, rho: Uint8Array, bytes: Uint8Array) {
  try {
    const evidence = decodeEvidence(bytes)
    if (!evidence.roster || !equalBytes(rosterOf(context.primitives, evidence).rho, rho)) return null
    const verdict = await verifyEvidence(context, bytes)
    return verdict.proven ? verdict.kind : null
  } catch (error) {
    if (error instanceof FormatError) return null
    throw error
  }
}
