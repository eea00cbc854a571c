/**
 * V11: every commitment of the period opens to the reading and blinding that this household holds. What stands under a
 * mark that holds was computed before (app/readings/opening-marks.ts).
 */

import { ELEMENT_BYTES, type OpeningBatch, encodeScalar } from '../../../crypto'
import { toIsoInstant } from '../../domain/interval'
import type { ChainId } from '../../domain/meter/meter'
import type { Opening } from '../../domain/meter/record'
import type { ChainEntry } from '../../readings/chain-store'
import { cutAtMarks } from '../../readings/opening-marks'
import type { CommitmentWork, WorkHooks } from '../../ports'
import { type Steps, inSlices, withPauses } from '../pause'
import type { EvidenceRun, EvidenceSources } from '../evidence'
import { type Check, NOT_REACHED, finding } from './check'

type OpenedEntry = ChainEntry & { readonly opening: Opening }

export const checkOpenings: Check = async ({ entries, runs, sources }, _, hooks) => {
  if (entries.length === 0) return NOT_REACHED
  const findings = []
  const isSealed = sources.level === 'records'
  const without = isSealed ? undefined : entries.find(({ opening }) => opening === null)
  if (without) {
    const count = entries.filter(({ opening }) => opening === null).length
    const params = { start: without.record.intervalStart, intervals: count }
    const where = `interval ${toIsoInstant(without.record.intervalStart)}`
    findings.push(finding('V11', 'opening-missing', 'cannot-be-checked', { where, found: count, params }))
  }
  const unmarked = await withPauses(
    sources.work,
    hooks.cancel ? { cancel: hooks.cancel } : {},
    unmarkedRuns(sources, runs)
  )
  const toCompute = unmarked.flatMap((one) => one.runs.flat()).filter(isOpened)
  const fits = await sources.work.openingsFit(await batchOf(sources.work, toCompute, hooks), hooks)
  const bad = toCompute.filter((_, index) => fits[index] !== 1)
  const first = bad[0]?.record
  if (!first) for (const { chain, runs: computed } of unmarked) sources.computed?.(chain, computed)
  if (first) {
    const params = { start: first.intervalStart, intervals: bad.length }
    const where = `interval ${toIsoInstant(first.intervalStart)}`
    findings.push(finding('V11', 'opening-false', 'cannot-be-checked', { where, found: bad.length, params }))
  }
  // Without readings only what was disclosed on purpose is looked at.
  return isSealed ? { findings, state: 'not-checked-here' } : { findings }
}

type UnmarkedRuns = { readonly chain: ChainId; readonly runs: readonly (readonly ChainEntry[])[] }

/** Runs looked at between two pauses. */
const AT_ONCE = 5

/** What no mark vouches for, chain by chain. */
function* unmarkedRuns(
  { chains: { marks } }: EvidenceSources,
  runs: readonly EvidenceRun[]
): Steps<readonly UnmarkedRuns[]> {
  const unmarked: UnmarkedRuns[] = []
  for (const { chain, entries } of runs) {
    const holds = marks?.reader(chain, entries)
    const cut = cutAtMarks(entries)
    const wanting: (readonly ChainEntry[])[] = []
    for (const [index, run] of cut.entries()) {
      if (index > 0 && index % AT_ONCE === 0) yield [index, cut.length]
      if (!holds?.(run)) wanting.push(run)
    }
    unmarked.push({ chain, runs: wanting })
  }
  return unmarked
}

function isOpened(entry: ChainEntry): entry is OpenedEntry {
  return entry.opening !== null
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
