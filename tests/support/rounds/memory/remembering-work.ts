/** Arithmetic that is done once: every member of a group checks the same sums, and so does the next fork of the group. */

import type { CommitmentWork } from '../../../../app/ports'
import { createRecall } from '../recall'
import { nameOf } from './cell'

/** Of some kilobytes each. */
const MOST = 500

/** @param work what it answers is remembered for as long as this lives. */
export function rememberingWork(work: CommitmentWork): CommitmentWork {
  const recall = createRecall<Promise<readonly number[]>>(MOST)
  return {
    ...work,
    rest: () => Promise.resolve(),
    badSums: (check) => {
      const sums = check.sums.map(({ value, blinding }) => `${String(value)} ${String(blinding)}`)
      const name = `${String(check.members)} ${sums.join(' ')} ${nameOf(check.commitments)}`
      return recall(name, () => work.badSums(check))
    }
  }
}
