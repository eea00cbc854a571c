/** A process that stores run after run of a made-up chain until it is killed; started by a test through tsx. */

import { writeSync } from 'node:fs'
import { createPlatformPrimitives } from '../../adapters/platform-crypto/platform-primitives'
import { createChainStore } from '../../adapters/storage/chain-store'
import { openDatabase } from '../../adapters/storage/database'
import { createReadingStore } from '../../adapters/storage/reading-store'
import { endOf, toUtcSeconds } from '../../app/domain/interval'
import { OBIS_DRAWN, toMeterId } from '../../app/domain/meter/meter'
import { type MeterRecord, hashRecord } from '../../app/domain/meter/record'
import type { ChainEntry } from '../../app/readings/chain-store'
import { addChainReadings } from '../../app/readings/chain-readings'
import { toEnergyUnits } from '../../app/domain/energy'
import { toScalar } from '../../crypto'

const [file = '', key = ''] = process.argv.slice(2)
const RUN = 40
const primitives = createPlatformPrimitives()
const database = openDatabase({ file, key })
const chains = createChainStore(database, primitives)
const readings = createReadingStore(database)
const id = { meterId: toMeterId('1WVT0001'), obis: OBIS_DRAWN } as const
const genesis = {
  ...id,
  meterKey: new Uint8Array(32).fill(3),
  seconds: 900,
  unitExp: 0,
  start: toUtcSeconds(0),
  salt: new Uint8Array(16)
} as const
chains.hold({ genesis, signature: new Uint8Array(64) }, 2)

for (;;) {
  const chain = chains.chain(id)
  if (!chain) throw new Error('no chain')
  let { position } = chain
  const entries = Array.from({ length: RUN }, (): ChainEntry => {
    const record: MeterRecord = {
      ...id,
      counter: position.counter + 1,
      intervalStart: position.end,
      seconds: 900,
      status: 0,
      commitment: new Uint8Array(32).fill(1),
      previousHash: position.hash
    }
    position = {
      counter: record.counter,
      hash: hashRecord(primitives, record),
      end: endOf({ start: record.intervalStart, seconds: record.seconds })
    }
    return { record, opening: { value: toEnergyUnits(1n), blinding: toScalar(7n) }, headSignature: null }
  })
  const run = { id, entries, registers: [], position, eras: [{ fromCounter: 0, day: 1, key: new Uint8Array(32) }] }
  readings.transaction(() => {
    chains.appendVerified(run)
    addChainReadings(readings, chain, run, 'http://meter')
  })
  // Said only after the commit: from here on the run must survive.
  writeSync(1, '.')
}
