/** Decides whether a page of records may be stored: chain, heads, registers, openings. All of it or nothing. */

import { type Primitives, type Scalar, concatBytes, deriveBlinding, encodeScalar, nextDayKey } from '../../crypto'
import { type TimeZone, localDateAt, periodOfDay } from '../domain/calendar'
import { maxIntervalEnergy, toEnergyUnits } from '../domain/energy'
import { type UtcSeconds, endOf, utcDayOf } from '../domain/interval'
import { type MeterRecord, headOf, isGap, verifyHead } from '../domain/meter/record'
import { registerSteps } from '../domain/meter/register-steps'
import { verifyChain } from '../domain/meter/verify-chain'
import type { CommitmentWork } from '../ports'
import type { ChainEntry, HeldChain, KeyEra, RegisterReading, VerifiedRun } from './chain-store'
import type { RunFault } from './meter-connections'
import type { OfferedRecord } from './meter-link'

export type RunCheck =
  | { readonly ok: true; readonly run: VerifiedRun }
  | { readonly ok: false; readonly fault: RunFault; readonly counter: number }

export type RunContext = {
  readonly primitives: Primitives
  readonly work: CommitmentWork
  /** Zone whose days a bill's periods end with. */
  readonly timeZone: TimeZone
}

/** What this household holds of the chain before the run. */
export type HeldState = {
  readonly chain: HeldChain
  readonly eras: readonly KeyEra[]
  /** Register at the end of the held position, where it is known. */
  readonly register: RegisterReading | null
}

/**
 * Verifies a non-empty page that the meter offered after the held position.
 * Records before the first pairing, and those whose value the meter has forgotten, come without opening.
 */
export async function verifyRun(
  context: RunContext,
  held: HeldState,
  offered: readonly OfferedRecord[]
): Promise<RunCheck> {
  const { id, genesis, position } = held.chain
  const records = offered.map(({ record }) => record)
  const chain = verifyChain(context.primitives, id, genesis.genesis.seconds, position, records)
  if (!chain.ok) return { ok: false, fault: chain.fault, counter: chain.counter }
  const kept = keptHeads(context.timeZone, records)
  const bad = badHead(context, held, offered, kept) ?? badValue(held, offered)
  if (bad) return bad
  const { blindings, eras } = blindingsOf(context.primitives, held.eras, offered)
  const misfit = await badOpening(context.work, offered, blindings)
  if (misfit) return misfit
  const entries = offered.map((one, index) => entryOf(one, blindings[index] ?? null, kept[index] === true))
  return {
    ok: true,
    run: { id, entries, registers: registersOf(offered, kept), position: chain.position, eras }
  }
}

/** The head of the last record vouches for all before it; those at day ends are kept as anchors of bills. */
function badHead(
  { primitives }: RunContext,
  { chain }: HeldState,
  offered: readonly OfferedRecord[],
  kept: readonly boolean[]
): RunCheck | null {
  const { meterKey } = chain.genesis.genesis
  const bad = offered.find(
    ({ record, headSignature }, index) =>
      kept[index] === true &&
      !verifyHead(primitives, { head: headOf(primitives, record), signature: headSignature }, meterKey)
  )
  return bad ? { ok: false, fault: 'head', counter: bad.record.counter } : null
}

/** v is the difference of two register readings and below its bound (docs/protocol/meter-chain.md 1). */
function badValue({ chain, register }: HeldState, offered: readonly OfferedRecord[]): RunCheck | null {
  const { unitExp } = chain.genesis.genesis
  const limit = maxIntervalEnergy(unitExp)
  let before = register?.at === chain.position.end ? register.total : null
  for (const { record, metered } of offered) {
    const { counter } = record
    if (metered && metered.value > limit) return { ok: false, fault: 'value', counter }
    if (metered && before !== null && !registerSteps(before, metered.register, unitExp).includes(metered.value)) {
      return { ok: false, fault: 'register', counter }
    }
    before = metered ? metered.register : null
  }
  return null
}

/** Walks the ratchet along the records; null where no key of this household opens a record. */
function blindingsOf(
  primitives: Primitives,
  held: readonly KeyEra[],
  offered: readonly OfferedRecord[]
): { readonly blindings: readonly (Scalar | null)[]; readonly eras: readonly KeyEra[] } {
  let eras = held
  const blindings = offered.map(({ record, metered }) => {
    eras = erasFrom(primitives, eras, record)
    const era = eras[0]
    // A first gap record may begin on a day before the pairing's; the meter has no older key for it either.
    if (!era || era.fromCounter > record.counter) return null
    return metered ? deriveBlinding(primitives, era.key, { ...record, value: metered.value }) : null
  })
  return { blindings, eras }
}

/** The eras that this record and later ones need: older ones are dropped, the key of this one's day comes first. */
function erasFrom(primitives: Primitives, eras: readonly KeyEra[], record: MeterRecord): readonly KeyEra[] {
  const later = eras.findIndex((era) => era.fromCounter > record.counter)
  const current = (later === -1 ? eras.length : later) - 1
  const era = eras[current]
  if (!era) return eras
  return [movedTo(primitives, era, utcDayOf(record.intervalStart)), ...eras.slice(current + 1)]
}

function movedTo(primitives: Primitives, era: KeyEra, day: number): KeyEra {
  let { key } = era
  for (let at = era.day; at < day; at++) key = nextDayKey(primitives, key)
  return day > era.day ? { ...era, day, key } : era
}

async function badOpening(
  work: CommitmentWork,
  offered: readonly OfferedRecord[],
  blindings: readonly (Scalar | null)[]
): Promise<RunCheck | null> {
  const opened = offered.flatMap(({ record, metered }, index) => {
    const blinding = blindings[index]
    return metered && blinding ? [{ record, value: metered.value, blinding }] : []
  })
  if (opened.length === 0) return null
  const fits = await work.openingsFit({
    commitments: concatBytes(...opened.map(({ record }) => record.commitment)),
    values: opened.map(({ value }) => value),
    blindings: concatBytes(...opened.map(({ blinding }) => encodeScalar(blinding)))
  })
  const bad = opened.find((_, index) => fits[index] !== 1)
  return bad ? { ok: false, fault: 'opening', counter: bad.record.counter } : null
}

function entryOf(
  { record, metered, headSignature }: OfferedRecord,
  blinding: Scalar | null,
  keepHead: boolean
): ChainEntry {
  return {
    record,
    opening: metered && blinding ? { value: toEnergyUnits(metered.value), blinding } : null,
    headSignature: keepHead ? headSignature : null
  }
}

/** Registers where heads are kept, and on both sides of a gap. */
function registersOf(offered: readonly OfferedRecord[], kept: readonly boolean[]): readonly RegisterReading[] {
  return offered.flatMap(({ record, metered }, index) => {
    const next = offered[index + 1]?.record
    const wanted = kept[index] === true || isGap(record) || (next !== undefined && isGap(next))
    return metered && wanted ? [{ at: endOfRecord(record), total: metered.register }] : []
  })
}

/** True for records that end at, or lie across, the end of a UTC or a local day, and for the last of the page. */
function keptHeads(timeZone: TimeZone, records: readonly MeterRecord[]): readonly boolean[] {
  let nextMidnight = 0
  return records.map((record, index) => {
    const end = endOfRecord(record)
    // Asking the zone once a day, because it is slow.
    if (record.intervalStart >= nextMidnight)
      nextMidnight = periodOfDay(localDateAt(record.intervalStart, timeZone), timeZone).end
    const isLocal = end >= nextMidnight
    return index === records.length - 1 || isLocal || utcDayOf(record.intervalStart) !== utcDayOf(end)
  })
}

function endOfRecord({ intervalStart, seconds }: MeterRecord): UtcSeconds {
  return endOf({ start: intervalStart, seconds })
}
