import { describe, expect, it } from 'vitest'
import { createMeterConnections } from '../../../adapters/storage/meter-connections'
import { toUtcSeconds } from '../../../app/domain/interval'
import { toMeterId } from '../../../app/domain/meter/meter'
import type { ConnectionState, MeterConnection } from '../../../app/readings/meter-connections'
import { testDatabase } from '../../support/test-database'

const connection: MeterConnection = {
  meterId: toMeterId('1WVT0001'),
  address: { url: 'http://127.0.0.1:4711/meters/1WVT0001', password: 'a password' },
  state: { kind: 'connected' },
  pairingId: null,
  pending: null
}

describe('createMeterConnections', () => {
  it('keeps every state, the pairing and what is pending', () => {
    const connections = createMeterConnections(testDatabase())
    const states: ConnectionState[] = [
      { kind: 'connected' },
      { kind: 'unreachable' },
      { kind: 'wrong-password', triesLeft: 3 },
      { kind: 'locked', until: toUtcSeconds(99) },
      { kind: 'refused', code: 'not-found' },
      { kind: 'malformed' },
      { kind: 'chain-broken', fault: 'link', counter: 12 }
    ]
    for (const state of states) {
      connections.save({ ...connection, state })
      expect(connections.find(connection.meterId)).toEqual({ ...connection, state })
    }
    const paired = {
      ...connection,
      pairingId: new Uint8Array(32).fill(1),
      pending: { day: 20_000, key: new Uint8Array(32) }
    }
    connections.save(paired)
    expect(connections.list()).toEqual([paired])
    connections.remove(connection.meterId)
    expect(connections.list()).toEqual([])
    expect(connections.find(connection.meterId)).toBeNull()
  })

  it('calls a state it did not write damage', () => {
    const database = testDatabase()
    const connections = createMeterConnections(database)
    connections.save(connection)
    database.prepare('UPDATE meter_connection SET state = ?').run('{"kind":"connected","more":1}')
    expect(() => connections.list()).toThrow('database-damaged')
  })
})
