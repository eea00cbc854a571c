/** All meters that the household knows: connected ones, and those that only files spoke of. */

import type { MeterState } from '../contract/program'
import type { UtcSeconds } from '../domain/interval'
import type { ChainStore } from './chain-store'
import type { ConnectionState, MeterConnection, MeterConnections } from './meter-connections'
import type { ReadingSpan, ReadingStore } from './reading-store'

export type MeterSummary = MeterState

export type MeterStateDeps = {
  readonly connections: MeterConnections
  readonly readings: ReadingStore
  readonly chains: ChainStore
  readonly simulated: boolean
}

export function meterStates({ connections, readings, chains, simulated }: MeterStateDeps): readonly MeterSummary[] {
  const connected = connections.list()
  const spans = readings.spans()
  const ids = [...new Set([...connected.map(({ meterId }) => meterId), ...spans.map(({ meterId }) => meterId)])].sort()
  return ids.map((meterId) => {
    const connection = connected.find((one) => one.meterId === meterId)
    const chain = chains.chains().find(({ id }) => id.meterId === meterId)
    const followed = connection !== undefined || chain !== undefined
    return {
      meterId,
      source: followed ? (simulated ? 'simulated-meter' : 'meter') : 'file',
      status: statusOf(connection),
      level: chain?.level ?? null,
      readUntil: newestEnd(spans, meterId),
      seconds: chain?.genesis.genesis.seconds ?? null
    }
  })
}

/** A locked meter has had wrong passwords; one that refuses or answers nonsense cannot be reached as a meter. */
function statusOf(connection: MeterConnection | undefined): MeterSummary['status'] {
  return connection ? STATUS[connection.state.kind] : 'none'
}

const STATUS: Readonly<Record<ConnectionState['kind'], MeterSummary['status']>> = {
  connected: 'connected',
  unreachable: 'unreachable',
  'wrong-password': 'wrong-password',
  locked: 'wrong-password',
  refused: 'unreachable',
  malformed: 'unreachable',
  'chain-broken': 'chain-broken'
}

function newestEnd(spans: readonly ReadingSpan[], meterId: string): UtcSeconds | null {
  const ends = spans.filter((span) => span.meterId === meterId).map(({ period }) => period.end)
  return ends.reduce<UtcSeconds | null>((newest, end) => (newest === null || end > newest ? end : newest), null)
}
