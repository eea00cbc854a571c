/** V18: the commitments of this period that went out in rounds are these; else this household has two chains. */

import { equalBytes } from '../../../crypto'
import { toIsoInstant } from '../../domain/interval'
import { type Check, finding } from './check'

export const checkRounds: Check = ({ entries, sources }) => {
  const { submittedCommitment } = sources
  if (!submittedCommitment) return { findings: [], state: 'not-checked-here' }
  const differing = entries.filter(({ record }) => {
    const submitted = submittedCommitment(record)
    return submitted !== null && !equalBytes(submitted, record.commitment)
  })
  const first = differing[0]?.record
  if (!first) return { findings: [] }
  const params = { start: first.intervalStart, intervals: differing.length }
  const where = `interval ${toIsoInstant(first.intervalStart)}`
  return {
    findings: [
      finding('V18', 'submitted-otherwise', 'correct-with-remarks', { where, found: differing.length, params })
    ]
  }
}
