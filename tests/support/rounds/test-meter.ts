/** A meter for tests of the rounds: signs a real chain, hands out the openings, signs what it is asked to sign. */

import { loadKernel } from '../../../adapters/commitment-work/load-kernel'
import { createPlatformPrimitives } from '../../../adapters/platform-crypto/platform-primitives'
import { type UnitExponent, toEnergyUnits } from '../../../app/domain/energy'
import { type UtcSeconds, endOf, startOfUtcDay, toUtcSeconds } from '../../../app/domain/interval'
import { type SignedGenesis, encodeGenesis, genesisHash } from '../../../app/domain/meter/genesis'
import { type ChainId, OBIS_DRAWN, type Obis, toMeterId } from '../../../app/domain/meter/meter'
import { type MeterRecord, encodeHead, headOf } from '../../../app/domain/meter/record'
import type { ChainPosition } from '../../../app/domain/meter/verify-chain'
import type { Random } from '../../../app/ports'
import type { ChainEntry, VerifiedRun } from '../../../app/readings/chain-store'
import { ELEMENT_BYTES, scalarFromWide } from '../../../crypto'
import { rememberingPrimitives } from './remembering-primitives'

export const primitives = rememberingPrimitives(createPlatformPrimitives())

const kernel = loadKernel()

export type TestMeterOptions = {
  readonly random: Random
  readonly meterId: string
  readonly seconds: number
  readonly start: UtcSeconds
  readonly obis?: Obis
  readonly unitExp?: UnitExponent
}

/** By index of the record: what an honest meter writes in trouble, and what own software may write at any time. */
export type OddRecords = {
  readonly status?: Readonly<Record<number, number>>
  readonly commitments?: Readonly<Record<number, Uint8Array>>
}

export type TestMeter = {
  readonly id: ChainId
  readonly genesis: SignedGenesis
  readonly key: Uint8Array
  /** Signs any bytes, as a meter signs an ENROL. */
  sign(body: Uint8Array): Uint8Array
  /** Records of the next UTC day, one for each value. */
  nextDay(values: readonly bigint[], odd?: OddRecords): VerifiedRun
}

export function createTestMeter(options: TestMeterOptions): TestMeter {
  const { random, seconds, start, obis = OBIS_DRAWN, unitExp = 0 } = options
  const id: ChainId = { meterId: toMeterId(options.meterId), obis }
  const seed = random.bytes(32)
  const key = primitives.ed25519.publicKey(seed)
  const sign = (body: Uint8Array): Uint8Array => primitives.ed25519.sign(seed, body)
  const genesis = { ...id, meterKey: key, seconds, unitExp, start, salt: random.bytes(16) }
  let position: ChainPosition = { counter: -1, hash: genesisHash(primitives, genesis), end: start }
  let total = 0n
  return {
    id,
    genesis: { genesis, signature: sign(encodeGenesis(genesis)) },
    key,
    sign,
    nextDay: (values, odd = {}) => {
      const blindings = values.map(() => scalarFromWide(random.bytes(64)))
      const commitments = kernel.commitAll(values, blindings)
      const entries = values.map((value, index): ChainEntry => {
        const blinding = blindings[index]!
        const record: MeterRecord = {
          ...id,
          counter: position.counter + 1,
          intervalStart: position.end,
          seconds,
          status: odd.status?.[index] ?? 0,
          commitment: odd.commitments?.[index] ?? commitments.slice(index * ELEMENT_BYTES, (index + 1) * ELEMENT_BYTES),
          previousHash: position.hash
        }
        const head = headOf(primitives, record)
        position = { counter: record.counter, hash: head.hash, end: endOf({ start: record.intervalStart, seconds }) }
        total += value
        const isLast = index === values.length - 1
        return {
          record,
          opening: { value: toEnergyUnits(value), blinding },
          headSignature: isLast ? sign(encodeHead(head)) : null
        }
      })
      return { id, entries, registers: [{ at: position.end, total }], position, eras: [] }
    }
  }
}

/** Start of UTC day `utcDay` plus `seconds`. */
export function timeOf(utcDay: number, seconds = 0): UtcSeconds {
  return toUtcSeconds(startOfUtcDay(utcDay) + seconds)
}
