/** The meters' chains in the household's database. */

import { AppError } from '../../app/app-error'
import { startOfUtcDay } from '../../app/domain/interval'
import { type SignedGenesis, encodeGenesis, genesisHash } from '../../app/domain/meter/genesis'
import type { AssuranceLevel, ChainId } from '../../app/domain/meter/meter'
import { type SignedHead, headOf } from '../../app/domain/meter/record'
import type { ChainEntry, ChainWriter, KeyEra, VerifiedRun } from '../../app/readings/chain-store'
import type { MarkRun } from '../../app/readings/opening-marks'
import { ELEMENT_BYTES, type Primitives, encodeScalar, equalBytes } from '../../crypto'
import {
  type ChainOfRow,
  type KeepBytes,
  chainFrom,
  entryFrom,
  eraFrom,
  registerFrom,
  repeatedFrom
} from './chain-rows'
import type { Database } from './database'
import { type StoredMarks, createStoredMarks } from './opening-marks'

const CHAIN = 'SELECT id, meter_id, obis, genesis, genesis_signature, level, counter, hash, until FROM chain'
const RECORD =
  'SELECT counter, start, seconds, status, commitment, previous_hash, value, blinding, head_signature FROM chain_record'

/** By the index over blindings: a bill must not read all years of records for it. */
const REPEATED = `SELECT own.counter, own.start, chain.meter_id, chain.obis, other.counter AS other_counter
  FROM chain_record own
  JOIN chain_record other ON other.blinding = own.blinding
  JOIN chain ON chain.id = other.chain
  WHERE own.chain = ? AND own.start >= ? AND own.start < ? AND own.blinding <> zeroblob(32)
    AND NOT (other.chain = own.chain AND other.counter = own.counter)
  ORDER BY own.counter, chain.meter_id, chain.obis, other.counter LIMIT ?`

/** @param mark remembers which openings were computed; nothing is remembered when left out */
export function createChainStore(database: Database, primitives: Primitives, mark?: MarkRun): ChainWriter {
  const find = (id: ChainId): ChainOfRow | null => {
    const row = database.prepare(`${CHAIN} WHERE meter_id = ? AND obis = ?`).get(id.meterId, id.obis)
    return row ? chainFrom(row) : null
  }
  const entries = (id: ChainId, where: string, ...values: readonly number[]): readonly ChainEntry[] => {
    const chain = find(id)
    if (!chain) return []
    const rows = database.prepare(`${RECORD} WHERE chain = ? AND ${where}`).all(chain.row, ...values)
    const keep = sideBySide(2 * ELEMENT_BYTES * rows.length)
    return rows.map((row) => entryFrom(row, id, keep))
  }
  const head = (found: readonly ChainEntry[]): SignedHead | null => {
    const [entry] = found
    if (!entry?.headSignature) return null
    return { head: headOf(primitives, entry.record), signature: entry.headSignature }
  }
  const entriesByCounter: ChainWriter['entriesByCounter'] = (id, first, last) =>
    entries(id, 'counter >= ? AND counter <= ? ORDER BY counter', first, last)
  const marks = mark && createStoredMarks(database, mark, { rowOf: (id) => find(id)?.row ?? null, entriesByCounter })
  return {
    ...(marks ? { marks } : {}),
    chains: () =>
      database
        .prepare(`${CHAIN} ORDER BY meter_id, obis`)
        .all()
        .map((row) => chainFrom(row).held),
    chain: (id) => find(id)?.held ?? null,
    entriesBetween: (id, from, to) => entries(id, 'start >= ? AND start < ? ORDER BY counter', from, to),
    entriesByCounter,
    lastHeadBefore: (id, time) =>
      head(entries(id, 'start < ? AND head_signature IS NOT NULL ORDER BY counter DESC LIMIT 1', time)),
    headAt: (id, counter) => head(entries(id, 'counter = ?', counter)),
    repeatedBlindings: (id, from, to, limit) =>
      database
        .prepare(REPEATED)
        .all(find(id)?.row ?? null, from, to, limit)
        .map(repeatedFrom),
    registerAt: (id, at) => {
      const row = database
        .prepare('SELECT at, total FROM chain_register WHERE chain = ? AND at <= ? ORDER BY at DESC LIMIT 1')
        .get(find(id)?.row ?? null, at)
      return row ? registerFrom(row) : null
    },
    hold: (genesis, level) => {
      hold(database, primitives, genesis, level)
    },
    appendVerified: (run) => {
      database.transaction(() => {
        append(database, find(run.id), run, marks)
      })
    },
    keyEras: (id) =>
      database
        .prepare('SELECT from_counter, day, key FROM chain_key WHERE chain = ? ORDER BY from_counter')
        .all(find(id)?.row ?? null)
        .map(eraFrom),
    beginEra: (id, era) => {
      database.transaction(() => {
        const row = known(find(id)).row
        database.prepare('DELETE FROM chain_key WHERE chain = ? AND from_counter >= ?').run(row, era.fromCounter)
        saveEra(database, row, era)
      })
    }
  }
}

/**
 * One piece of memory for the commitments and hashes of many records: a year of quarter hours in pieces of 32 bytes
 * would take several times their length for the bookkeeping alone.
 */
function sideBySide(length: number): KeepBytes {
  const memory = new Uint8Array(length)
  let used = 0
  return (bytes) => {
    // Damage can make a column longer; what does not fit stays as it came.
    if (used + bytes.length > memory.length) return bytes
    memory.set(bytes, used)
    used += bytes.length
    return memory.subarray(used - bytes.length, used)
  }
}

function hold(database: Database, primitives: Primitives, signed: SignedGenesis, level: AssuranceLevel): void {
  const { meterId, obis, start } = signed.genesis
  database
    .prepare(
      `INSERT INTO chain (meter_id, obis, genesis, genesis_signature, level, counter, hash, until)
       VALUES (?, ?, ?, ?, ?, -1, ?, ?) ON CONFLICT (meter_id, obis) DO NOTHING`
    )
    .run(
      meterId,
      obis,
      encodeGenesis(signed.genesis),
      signed.signature,
      level,
      genesisHash(primitives, signed.genesis),
      start
    )
}

function append(database: Database, chain: ChainOfRow | null, run: VerifiedRun, marks?: StoredMarks): void {
  const { row, held } = known(chain)
  const first = run.entries[0]?.record
  if (!first) return
  if (first.counter !== held.position.counter + 1 || !equalBytes(first.previousHash, held.position.hash)) {
    throw new RangeError('chain: the run does not continue the held position')
  }
  for (const entry of run.entries) saveEntry(database, row, entry)
  marks?.addArrived(run.id, run.entries)
  for (const { at, total } of run.registers) {
    database.prepare('INSERT OR REPLACE INTO chain_register (chain, at, total) VALUES (?, ?, ?)').run(row, at, total)
  }
  database.prepare('DELETE FROM chain_key WHERE chain = ?').run(row)
  for (const era of run.eras) saveEra(database, row, era)
  database
    .prepare('UPDATE chain SET counter = ?, hash = ?, until = ? WHERE id = ?')
    .run(run.position.counter, run.position.hash, run.position.end, row)
}

function saveEntry(database: Database, chain: number, { record, opening, headSignature }: ChainEntry): void {
  database
    .prepare(
      `INSERT INTO chain_record
         (chain, counter, start, seconds, status, commitment, previous_hash, value, blinding, head_signature)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
    )
    .run(
      chain,
      record.counter,
      record.intervalStart,
      record.seconds,
      record.status,
      record.commitment,
      record.previousHash,
      opening ? opening.value : null,
      opening ? encodeScalar(opening.blinding) : null,
      headSignature
    )
}

function saveEra(database: Database, chain: number, era: KeyEra): void {
  if (era.key.length !== 32 || startOfUtcDay(era.day) < 0) throw new RangeError('chain: not a day key')
  database
    .prepare('INSERT INTO chain_key (chain, from_counter, day, key) VALUES (?, ?, ?, ?)')
    .run(chain, era.fromCounter, era.day, era.key)
}

function known(chain: ChainOfRow | null): ChainOfRow {
  if (!chain) throw new AppError('meter-unknown')
  return chain
}
