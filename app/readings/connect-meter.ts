/** Connecting to a meter: the first conversation, in which every failure goes to the person who typed. */

import { equalBytes } from '../../crypto'
import { AppError } from '../app-error'
import { type MeterId, toMeterId } from '../domain/meter/meter'
import type { FollowDeps } from './follow-deps'
import { followMeter } from './follow-meter'
import type { ConnectionState, MeterConnection, MeterConnections } from './meter-connections'
import { type MeterDescription, MeterLinkError } from './meter-link'

export type ConnectDeps = FollowDeps

/**
 * Connects, pairs and fetches what is there.
 * @param address as typed: http(s)://host:port/meters/ID, the scheme may be left out.
 * @throws AppError meter-address, meter-unreachable, meter-wrong-password { triesLeft }, meter-locked { until },
 *   meter-refused { reason }, meter-answer, meter-chain-broken { fault, counter }.
 */
export async function connectMeter(deps: ConnectDeps, address: string, password: string): Promise<MeterId> {
  const url = normalised(address)
  const description = await described(deps, url, password)
  const { meterId } = description
  const connection = connectionFor(deps.connections, description, url, password)
  deps.connections.save(connection)
  const { state } = await followMeter(deps, connection)
  const failure = failureOf(state)
  if (failure) throw failure
  return meterId
}

/** Forgets address, password and pairing; readings and chains stay. @throws AppError meter-unknown. */
export function disconnectMeter({ connections }: Pick<ConnectDeps, 'connections'>, meterId: string): void {
  const known = connections.list().find((one) => one.meterId === meterId)
  if (!known) throw new AppError('meter-unknown')
  connections.remove(toMeterId(meterId))
}

/** What a state other than `connected` tells a person. */
export function failureOf(state: ConnectionState): AppError | null {
  switch (state.kind) {
    case 'connected':
      return null
    case 'unreachable':
      return new AppError('meter-unreachable')
    case 'wrong-password':
      return new AppError('meter-wrong-password', { triesLeft: state.triesLeft })
    case 'locked':
      return new AppError('meter-locked', { until: state.until })
    case 'refused':
      return new AppError('meter-refused', { reason: state.code })
    case 'malformed':
      return new AppError('meter-answer')
    case 'chain-broken':
      return new AppError('meter-chain-broken', { fault: state.fault, counter: state.counter })
  }
}

async function described(deps: ConnectDeps, url: string, password: string): Promise<MeterDescription> {
  try {
    return await deps.link.describe({ url, password })
  } catch (error) {
    if (error instanceof MeterLinkError) throw failureOf(error.failure) ?? error
    throw error
  }
}

/**
 * Whoever connects with the password takes the meter: where another household's pairing is in force, ours is
 * forgotten, so that following makes a new one.
 */
function connectionFor(
  connections: MeterConnections,
  { meterId, pairing }: MeterDescription,
  url: string,
  password: string
): MeterConnection {
  const known = connections.find(meterId)
  const stillOurs = known?.pairingId && pairing && equalBytes(known.pairingId, pairing.id)
  return {
    meterId,
    address: { url, password },
    state: { kind: 'connected' },
    pairingId: stillOurs ? known.pairingId : null,
    pending: known?.pending ?? null
  }
}

const ADDRESS = /^(https?):\/\/([0-9A-Za-z.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(:\d{1,5})?(\/[0-9A-Za-z._~/-]*)?$/u

/** The core has no URL class of its own; only what can be a meter's address passes. */
function normalised(address: string): string {
  const trimmed = address.trim()
  const full = /^[a-z]+:\/\//iu.test(trimmed) ? trimmed : `http://${trimmed}`
  if (!ADDRESS.test(full)) throw new AppError('meter-address')
  return full.replace(/\/+$/u, '')
}
