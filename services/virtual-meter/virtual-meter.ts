/** One virtual meter: identity, register chains, and the record that comes next. No HTTP, no database. */

import { type Primitives, deriveBlinding, lp, nextDayKey, TAGS, u64, type Scalar } from '../../crypto'
import { AppError } from '../../app/app-error'
import { type Genesis, type SignedGenesis, encodeGenesis, genesisHash } from '../../app/domain/meter/genesis'
import { type UtcSeconds, endOf, toUtcSeconds, utcDayOf } from '../../app/domain/interval'
import { type ChainId, OBIS_DRAWN, OBIS_FED_IN, type Obis } from '../../app/domain/meter/meter'
import { type MeterRecord, STATUS, encodeHead, headOf } from '../../app/domain/meter/record'
import type { Load } from '../load-generator/load'
import type { MeterConfig } from './config'
import type { ChainKey, KeptRecord, MeterSecrets } from './meter-state'

export type VirtualMeter = {
  readonly config: MeterConfig
  readonly load: Load
  readonly seed: Uint8Array
  readonly publicKey: Uint8Array
  readonly chains: readonly VirtualChain[]
}

export type VirtualChain = { readonly id: ChainId; readonly genesis: SignedGenesis }

/** Where a chain stands; enough to make its next record. */
export type ChainTip = {
  readonly counter: number
  readonly hash: Uint8Array
  readonly end: UtcSeconds
  readonly register: bigint
  readonly key: ChainKey
}

/** A record all but its commitment. */
export type DraftRecord = {
  readonly intervalStart: UtcSeconds
  readonly seconds: number
  readonly status: number
  readonly value: bigint
  readonly blinding: Scalar
  /** Key after this record: moved on past every day that it ends. */
  readonly key: ChainKey
}

export function createVirtualMeter(
  primitives: Primitives,
  config: MeterConfig,
  load: Load,
  secrets: MeterSecrets
): VirtualMeter {
  const publicKey = primitives.ed25519.publicKey(secrets.seed)
  const registers: Obis[] = load.hasFeedIn ? [OBIS_DRAWN, OBIS_FED_IN] : [OBIS_DRAWN]
  const chains = registers.map((obis): VirtualChain => {
    const genesis: Genesis = {
      meterId: config.meterId,
      obis,
      meterKey: publicKey,
      seconds: config.seconds,
      unitExp: config.unitExp,
      start: config.start,
      salt: primitives.sha256(lp(TAGS.genesis, secrets.salt, u64(obis))).slice(0, 16)
    }
    const signature = primitives.ed25519.sign(secrets.seed, encodeGenesis(genesis))
    return { id: { meterId: config.meterId, obis }, genesis: { genesis, signature } }
  })
  return { config, load, seed: secrets.seed, publicKey, chains }
}

/** The tip of a chain from its newest record, or GENESIS. */
export function tipOf(primitives: Primitives, chain: VirtualChain, newest: KeptRecord | null, key: ChainKey): ChainTip {
  if (!newest) {
    const { genesis } = chain.genesis
    return { counter: -1, hash: genesisHash(primitives, genesis), end: genesis.start, register: 0n, key }
  }
  const end = toUtcSeconds(newest.intervalStart + newest.seconds)
  if (newest.register === null) throw new AppError('database-damaged')
  return { counter: newest.counter, hash: newest.hash, end, register: newest.register, key }
}

/**
 * The next record if its interval is over at `now`, else null.
 * @param pairedAt instant of the first pairing: the time before it is one gap record, because its blindings have no key.
 */
export function draftNext(
  primitives: Primitives,
  meter: VirtualMeter,
  chain: VirtualChain,
  tip: ChainTip,
  pairedAt: UtcSeconds,
  now: UtcSeconds
): DraftRecord | null {
  const { seconds } = meter.config
  const isFirstGap = tip.counter === -1 && pairedAt > tip.end
  const end = isFirstGap ? Math.ceil(pairedAt / seconds) * seconds : tip.end + seconds
  if (end > now || (meter.load.end !== null && end > meter.load.end)) return null
  const length = end - tip.end
  const status = isFirstGap ? STATUS.endOfLife : 0
  const value = energyBetween(meter.load, chain.id.obis, tip.end, end, seconds)
  const key = keyForDay(primitives, tip.key, Math.max(tip.key.day, utcDayOf(tip.end)))
  const blinding = deriveBlinding(primitives, key.key, {
    meterId: chain.id.meterId,
    obis: chain.id.obis,
    counter: tip.counter + 1,
    intervalStart: tip.end,
    seconds: length,
    status,
    value,
    previousHash: tip.hash
  })
  const next = Math.max(key.day, utcDayOf(toUtcSeconds(end)))
  return { intervalStart: tip.end, seconds: length, status, value, blinding, key: keyForDay(primitives, key, next) }
}

/** Completes a draft with its commitment: hash, signed HEAD, register. */
export function completeRecord(
  primitives: Primitives,
  meter: VirtualMeter,
  chain: VirtualChain,
  tip: ChainTip,
  draft: DraftRecord,
  commitment: Uint8Array
): { readonly kept: KeptRecord; readonly tip: ChainTip } {
  const record: MeterRecord = {
    ...chain.id,
    counter: tip.counter + 1,
    intervalStart: draft.intervalStart,
    seconds: draft.seconds,
    status: draft.status,
    commitment,
    previousHash: tip.hash
  }
  const head = headOf(primitives, record)
  const register = tip.register + draft.value
  const kept: KeptRecord = {
    counter: record.counter,
    intervalStart: record.intervalStart,
    seconds: record.seconds,
    status: record.status,
    commitment,
    previousHash: record.previousHash,
    hash: head.hash,
    value: draft.value,
    headSignature: primitives.ed25519.sign(meter.seed, encodeHead(head)),
    register
  }
  return {
    kept,
    tip: {
      counter: record.counter,
      hash: head.hash,
      end: endOf({ start: record.intervalStart, seconds: record.seconds }),
      register,
      key: draft.key
    }
  }
}

function keyForDay(primitives: Primitives, from: ChainKey, day: number): ChainKey {
  let key = from.key
  for (let at = from.day; at < day; at++) key = nextDayKey(primitives, key)
  return { ...from, day, key }
}

function energyBetween(load: Load, obis: Obis, from: number, to: number, seconds: number): bigint {
  let sum = 0n
  for (let at = from; at < to; at += seconds) {
    const { drawn, fedIn } = load.energyAt(toUtcSeconds(at))
    sum += obis === OBIS_DRAWN ? drawn : fedIn
  }
  return sum
}
