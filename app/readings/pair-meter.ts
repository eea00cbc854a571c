/**
 * Gives the meter the key its blindings come from. The key is on disk before it is sent, and the meter says
 * whose key is in force, so an answer that was lost does no harm.
 */

import { equalBytes } from '../../crypto'
import { utcDayOf } from '../domain/interval'
import type { ConnectionState, MeterConnection, PendingPairing } from './meter-connections'
import type { FollowDeps } from './follow-deps'
import type { MeterDescription, MeterPairing } from './meter-link'
import { encodePairing } from './wire/pairing-message'

const KEY_BYTES = 32

/** @returns null when this household's pairing is in force. @throws MeterLinkError. */
export async function ensurePairing(
  deps: FollowDeps,
  connection: MeterConnection,
  description: MeterDescription
): Promise<ConnectionState | null> {
  const { pairing } = description
  const ours = connection.pairingId
  if (ours && pairing && equalBytes(ours, pairing.id)) return null
  // The pairing of somebody else is undone by a person who connects anew, never by a program that insists.
  if (ours) return { kind: 'refused', code: 'paired-elsewhere' }
  const pending = pendingFor(deps, connection, description)
  const message = encodePairing({ meterId: connection.meterId, ...pending })
  const id = deps.primitives.sha256(message)
  const inForce = pairing && equalBytes(pairing.id, id) ? pairing : await deps.link.pair(connection.address, message)
  if (!equalBytes(inForce.id, id) || inForce.day !== pending.day) return { kind: 'malformed' }
  return adopt(deps, connection, description, pending, inForce)
}

/** The key already on its way, unless it was never taken and its day is over; else a new one, saved first. */
function pendingFor(
  { primitives, random, connections }: FollowDeps,
  connection: MeterConnection,
  { meterId, now, pairing }: MeterDescription
): PendingPairing {
  const { pending } = connection
  const today = utcDayOf(now)
  const wasTaken =
    pending && pairing && equalBytes(pairing.id, primitives.sha256(encodePairing({ meterId, ...pending })))
  if (pending && (wasTaken || pending.day === today)) return pending
  const made = { day: today, key: random.bytes(KEY_BYTES) }
  connections.save({ ...connection, pending: made })
  return made
}

function adopt(
  { chains, connections, readings }: FollowDeps,
  connection: MeterConnection,
  description: MeterDescription,
  pending: PendingPairing,
  { id, fromCounters }: MeterPairing
): ConnectionState | null {
  const eras = description.chains.map(({ genesis }) => {
    const { meterId, obis } = genesis.genesis
    const from = fromCounters.find((one) => one.obis === obis)?.counter
    const held = chains.chain({ meterId, obis })?.position.counter ?? -1
    return from === undefined || from <= held ? null : { id: { meterId, obis }, from }
  })
  if (eras.includes(null)) return { kind: 'malformed' }
  readings.transaction(() => {
    for (const era of eras) if (era) chains.beginEra(era.id, { ...pending, fromCounter: era.from })
    connections.save({ ...connection, pairingId: id, pending: null })
  })
  return null
}
