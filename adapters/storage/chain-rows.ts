/** Rows of the chains' tables as the types they were written from; a misfit is damage (docs/platform-notes.md 10). */

import { AppError } from '../../app/app-error'
import { toEnergyUnits } from '../../app/domain/energy'
import { toUtcSeconds } from '../../app/domain/interval'
import { decodeGenesis } from '../../app/domain/meter/genesis'
import { type AssuranceLevel, type ChainId, toMeterId, toObis } from '../../app/domain/meter/meter'
import type { Opening } from '../../app/domain/meter/record'
import type { ChainEntry, HeldChain, KeyEra, RegisterReading, RepeatedBlinding } from '../../app/readings/chain-store'
import { FormatError, decodeScalar } from '../../crypto'
import { type Row, bigintIn, bytesIn, integerIn, nullableIn, textIn } from './row'

/** Keeps bytes where they take least room. */
export type KeepBytes = (bytes: Uint8Array) => Uint8Array

export type ChainOfRow = { readonly row: number; readonly held: HeldChain }

export function chainFrom(row: Row): ChainOfRow {
  return undamaged(() => ({
    row: integerIn(row, 'id'),
    held: {
      id: { meterId: toMeterId(textIn(row, 'meter_id')), obis: toObis(integerIn(row, 'obis')) },
      genesis: { genesis: decodeGenesis(bytesIn(row, 'genesis')), signature: bytesIn(row, 'genesis_signature') },
      level: levelIn(row),
      position: {
        counter: integerIn(row, 'counter'),
        hash: bytesIn(row, 'hash'),
        end: toUtcSeconds(integerIn(row, 'until'))
      }
    }
  }))
}

/** @param keep how the bytes of a record are kept */
export function entryFrom(row: Row, id: ChainId, keep: KeepBytes): ChainEntry {
  return undamaged(() => ({
    record: {
      meterId: id.meterId,
      obis: id.obis,
      counter: integerIn(row, 'counter'),
      intervalStart: toUtcSeconds(integerIn(row, 'start')),
      seconds: integerIn(row, 'seconds'),
      status: integerIn(row, 'status'),
      commitment: keep(bytesIn(row, 'commitment')),
      previousHash: keep(bytesIn(row, 'previous_hash'))
    },
    opening: openingIn(row),
    headSignature: nullableIn(row, 'head_signature', bytesIn)
  }))
}

export function registerFrom(row: Row): RegisterReading {
  return undamaged(() => ({ at: toUtcSeconds(integerIn(row, 'at')), total: bigintIn(row, 'total') }))
}

export function repeatedFrom(row: Row): RepeatedBlinding {
  return undamaged(() => ({
    counter: integerIn(row, 'counter'),
    intervalStart: toUtcSeconds(integerIn(row, 'start')),
    other: {
      chain: { meterId: toMeterId(textIn(row, 'meter_id')), obis: toObis(integerIn(row, 'obis')) },
      counter: integerIn(row, 'other_counter')
    }
  }))
}

export function eraFrom(row: Row): KeyEra {
  return { fromCounter: integerIn(row, 'from_counter'), day: integerIn(row, 'day'), key: bytesIn(row, 'key') }
}

function openingIn(row: Row): Opening | null {
  const value = nullableIn(row, 'value', bigintIn)
  const blinding = nullableIn(row, 'blinding', bytesIn)
  return value === null || blinding === null
    ? null
    : { value: toEnergyUnits(value), blinding: decodeScalar(blinding, 'chain_record.blinding') }
}

function levelIn(row: Row): AssuranceLevel {
  const level = integerIn(row, 'level')
  if (level !== 0 && level !== 1 && level !== 2) throw new AppError('database-damaged')
  return level
}

/** What the decoders of the edge call malformed was well-formed when it was written. */
function undamaged<Value>(read: () => Value): Value {
  try {
    return read()
  } catch (error) {
    if (error instanceof FormatError || error instanceof RangeError) throw new AppError('database-damaged')
    throw error
  }
}
