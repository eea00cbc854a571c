/** V19: no interval of this period has entered a second number. The log itself is shown with the bill. */

import { type Check, NOT_REACHED, finding } from './check'

export const checkOpeningLog: Check = ({ runs, sources, period, days }) => {
  if (runs.length === 0 || !days) return NOT_REACHED
  if (sources.level === 'records') return { findings: [], state: 'not-checked-here' }
  const responses = [...new Set(runs.flatMap(({ chain }) => sources.store.openedIn(chain, period)))]
  if (responses.length <= 1) return { findings: [] }
  const params = { responses: responses.length }
  const details = { where: 'period', found: responses.join(' '), params }
  return { findings: [finding('V19', 'opened-twice', 'correct-with-remarks', details)] }
}
