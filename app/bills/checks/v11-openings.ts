/** V11: every commitment of the period opens to the reading and blinding that this household holds. */

import { type OpeningBatch, concatBytes, encodeScalar } from '../../../crypto'
import { toIsoInstant } from '../../domain/interval'
import type { ChainEntry } from '../../readings/chain-store'
import type { Opening } from '../../domain/meter/record'
import { type Check, NOT_REACHED, finding } from './check'

type OpenedEntry = ChainEntry & { readonly opening: Opening }

export const checkOpenings: Check = async ({ entries, sources }, _, hooks) => {
  if (entries.length === 0) return NOT_REACHED
  const opened = entries.filter((entry): entry is OpenedEntry => entry.opening !== null)
  const findings = []
  const isSealed = sources.level === 'records'
  const without = isSealed ? undefined : entries.find(({ opening }) => opening === null)
  if (without) {
    const count = entries.length - opened.length
    const params = { start: without.record.intervalStart, intervals: count }
    const where = `interval ${toIsoInstant(without.record.intervalStart)}`
    findings.push(finding('V11', 'opening-missing', 'cannot-be-checked', { where, found: count, params }))
  }
  const fits = await sources.work.openingsFit(batchOf(opened), hooks)
  const bad = opened.filter((_, index) => fits[index] !== 1)
  const first = bad[0]?.record
  if (first) {
    const params = { start: first.intervalStart, intervals: bad.length }
    const where = `interval ${toIsoInstant(first.intervalStart)}`
    findings.push(finding('V11', 'opening-false', 'cannot-be-checked', { where, found: bad.length, params }))
  }
  // Without readings only what was disclosed on purpose is looked at.
  return isSealed ? { findings, state: 'not-checked-here' } : { findings }
}

function batchOf(entries: readonly OpenedEntry[]): OpeningBatch {
  return {
    commitments: concatBytes(...entries.map(({ record }) => record.commitment)),
    values: entries.map(({ opening }) => opening.value),
    blindings: concatBytes(...entries.map(({ opening }) => encodeScalar(opening.blinding)))
  }
}
