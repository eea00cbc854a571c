/**
 * Follows one meter: pairs, fetches what is new, checks it, stores it whole, and only then lets the meter
 * forget. Every step can be repeated after a crash; what fails becomes the connection's state.
 */

import { equalBytes } from '../../crypto'
import { encodeGenesis, verifyGenesis } from '../domain/meter/genesis'
import type { HeldChain } from './chain-store'
import { addChainReadings } from './chain-readings'
import type { FollowDeps } from './follow-deps'
import type { ConnectionState, MeterConnection } from './meter-connections'
import { MAX_PAGE_RECORDS, type MeterChain, type MeterDescription, MeterLinkError } from './meter-link'
import { ensurePairing } from './pair-meter'
import { verifyRun } from './verify-run'

/** What a claim of level 0 or 1 is worth without an authority's certificate (docs/protocol/meter-chain.md 8). */
const CREDITED_LEVEL = 2

/** Records are asked for in pages, so that no page takes long to check and a crash loses little. */
const PAGE = Math.min(500, MAX_PAGE_RECORDS)

export type FollowOutcome = {
  readonly state: ConnectionState
  /** Records stored by this call. */
  readonly added: number
}

/** Saves the state it ends in. Never throws for what the meter does or says. */
export async function followMeter(deps: FollowDeps, connection: MeterConnection): Promise<FollowOutcome> {
  const before = recordsHeld(deps, connection)
  const state = await reached(() => follow(deps, connection))
  const latest = deps.connections.find(connection.meterId)
  if (latest) deps.connections.save({ ...latest, state })
  return { state, added: recordsHeld(deps, connection) - before }
}

/** The state that a failure of the link stands for; other errors are not the meter's and pass. */
async function reached(work: () => Promise<ConnectionState>): Promise<ConnectionState> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof MeterLinkError) return error.failure
    throw error
  }
}

async function follow(deps: FollowDeps, connection: MeterConnection): Promise<ConnectionState> {
  const description = await deps.link.describe(connection.address)
  const fault = judgeDescription(deps, connection, description)
  if (fault) return fault
  for (const { genesis } of description.chains) deps.chains.hold(genesis, CREDITED_LEVEL)
  const pairing = await ensurePairing(deps, connection, description)
  if (pairing) return pairing
  let state: ConnectionState = { kind: 'connected' }
  for (const chain of description.chains) {
    const broken = await followChain(deps, connection, chain)
    if (broken && state.kind === 'connected') state = broken
  }
  return state
}

/** Who answers must be the meter this household has known since it connected, and not have gone back. */
function judgeDescription(
  { primitives, chains }: FollowDeps,
  connection: MeterConnection,
  description: MeterDescription
): ConnectionState | null {
  if (description.meterId !== connection.meterId) return { kind: 'refused', code: 'other-meter' }
  const registers = new Set(description.chains.map(({ genesis }) => genesis.genesis.obis))
  if (registers.size !== description.chains.length) return { kind: 'malformed' }
  for (const { genesis: signed, newest } of description.chains) {
    const { genesis } = signed
    const { meterId, obis, meterKey } = genesis
    if (meterId !== connection.meterId) return broken('genesis', 0)
    if (!primitives.ed25519.isAcceptableKey(meterKey) || !verifyGenesis(primitives, signed)) return broken('genesis', 0)
    const held = chains.chain({ meterId, obis })
    if (held && !equalBytes(encodeGenesis(held.genesis.genesis), encodeGenesis(genesis))) return broken('genesis', 0)
    if (held && newest < held.position.counter) return broken('rollback', held.position.counter)
  }
  return null
}

async function followChain(
  deps: FollowDeps,
  connection: MeterConnection,
  offer: MeterChain
): Promise<ConnectionState | null> {
  const { meterId, obis } = offer.genesis.genesis
  for (;;) {
    const chain = deps.chains.chain({ meterId, obis })
    if (!chain || chain.position.counter >= offer.newest) break
    const broken = await takePage(deps, connection, chain, offer)
    if (broken) return broken
  }
  const counter = deps.chains.chain({ meterId, obis })?.position.counter ?? -1
  if (counter > offer.acknowledged) await deps.link.acknowledge(connection.address, obis, counter)
  return null
}

async function takePage(
  deps: FollowDeps,
  connection: MeterConnection,
  chain: HeldChain,
  offer: MeterChain
): Promise<ConnectionState | null> {
  const next = chain.position.counter + 1
  const offered = await deps.link.records(connection.address, offer, next, PAGE)
  // The meter said there is more: an empty page would be asked for again for ever.
  if (offered.length === 0) return broken('rollback', next)
  const held = {
    chain,
    eras: deps.chains.keyEras(chain.id),
    register: deps.chains.registerAt(chain.id, chain.position.end)
  }
  const check = await verifyRun(deps, held, offered)
  if (!check.ok) return broken(check.fault, check.counter)
  deps.readings.transaction(() => {
    deps.chains.appendVerified(check.run)
    addChainReadings(deps.readings, chain, check.run, connection.address.url)
  })
  return null
}

function broken(fault: Extract<ConnectionState, { kind: 'chain-broken' }>['fault'], counter: number): ConnectionState {
  return { kind: 'chain-broken', fault, counter }
}

function recordsHeld({ chains }: FollowDeps, { meterId }: MeterConnection): number {
  return chains
    .chains()
    .filter(({ id }) => id.meterId === meterId)
    .reduce((sum, { position }) => sum + position.counter + 1, 0)
}
