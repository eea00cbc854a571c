/** V11: every commitment of the period opens to the reading and blinding that this household holds. */

import { ELEMENT_BYTES, type OpeningBatch, encodeScalar } from '../../../crypto'
import { toIsoInstant } from '../../domain/interval'
import type { ChainEntry } from '../../readings/chain-store'
import type { Opening } from '../../domain/meter/record'
import type { CommitmentWork, WorkHooks } from '../../ports'
import { inSlices } from '../pause'
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
  const fits = await sources.work.openingsFit(await batchOf(sources.work, opened, hooks), hooks)
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

/** In memory that threads share, so that nothing of it is copied again; the work itself tells how far it is. */
async function batchOf(
  work: CommitmentWork,
  entries: readonly OpenedEntry[],
  { cancel }: WorkHooks
): Promise<OpeningBatch> {
  const bytes = (length: number): Uint8Array => new Uint8Array(new SharedArrayBuffer(length))
  const [commitments, blindings] = [bytes(ELEMENT_BYTES * entries.length), bytes(ELEMENT_BYTES * entries.length)]
  const values = new Array<bigint>(entries.length)
  await inSlices(work, cancel ? { cancel } : {}, entries, ({ record, opening }, index) => {
    commitments.set(record.commitment, index * ELEMENT_BYTES)
    blindings.set(encodeScalar(opening.blinding), index * ELEMENT_BYTES)
    values[index] = opening.value
  })
  return { commitments, values, blindings }
}
