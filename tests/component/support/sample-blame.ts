/** What a core answers about evidence: a false sum of the collector, and a pair of neighbours. */

import type { Answers } from './client-double'

const START = Date.UTC(2026, 4, 12) / 1000
const DAY = 86_400
const NEIGHBOURS = ['a1', 'b2'].map((id) => id.repeat(32))

const HERE = { group: 'Lindenhof', operator: 'Stromwerk Musterau' }

type BlameAnswers = Pick<
  Answers,
  'rounds.evidence' | 'rounds.save-evidence' | 'rounds.check-evidence' | 'rounds.suspects' | 'rounds.compare-history'
>

export const blameAnswers: BlameAnswers = {
  'rounds.evidence': () => [
    {
      ...{ id: 'e1'.repeat(32), kind: 'pair', party: 'pair', about: START + DAY, foundAt: START + 4 * DAY },
      ...HERE,
      members: NEIGHBOURS.map((id) => ({ id, shortKey: id.slice(0, 8), isMe: false, verifiedByMe: false }))
    },
    {
      ...{ id: 'e2'.repeat(32), kind: 'false-sum', party: 'collector', about: START, foundAt: START + 3 * DAY },
      ...HERE,
      members: []
    }
  ],
  'rounds.save-evidence': () => ({}),
  'rounds.check-evidence': () => ({
    ...{ kind: 'false-sum', proven: true, party: 'collector', members: [], group: 'Lindenhof' },
    ...{ gid: '0'.repeat(64), about: START }
  }),
  'rounds.suspects': () => [],
  'rounds.compare-history': () => ({ state: 'code', withoutSum: '04711815', withSum: null, withBoard: null })
}
