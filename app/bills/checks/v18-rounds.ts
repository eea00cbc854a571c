/** V18: the commitments of this period that went out in rounds are these; else this household has two chains. */

import { equalBytes } from '../../../crypto'
import { toIsoInstant } from '../../domain/interval'
import type { MeterRecord } from '../../domain/meter/record'
import { inSlices } from '../pause'
import { type Check, finding } from './check'

export const checkRounds: Check = async ({ entries, sources }, _, hooks) => {
  const { submittedCommitment } = sources
  if (!submittedCommitment) return { findings: [], state: 'not-checked-here' }
  const differing: MeterRecord[] = []
  await inSlices(sources.work, hooks, entries, ({ record }) => {
    const submitted = submittedCommitment(record)
    if (submitted !== null && !equalBytes(submitted, record.commitment)) differing.push(record)
  })
  const [first] = differing
  if (!first) return { findings: [] }
  const params = { start: first.intervalStart, intervals: differing.length }
  const where = `interval ${toIsoInstant(first.intervalStart)}`
  return {
    findings: [
      finding('V18', 'submitted-otherwise', 'correct-with-remarks', { where, found: differing.length, params })
    ]
  }
}
