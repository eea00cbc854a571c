/** Prints the table of docs/performance.md on how often a group gets its sum: npx tsx tests/bench/liveness/print-liveness.ts */

import { LIVENESS_SCENARIOS } from './scenarios'
import { shareWithSum } from './simulate-liveness'

const percent = (share: number): string => `${Math.round(100 * share)} %`

console.log('| group | n_min | live | batch |\n|---|---:|---:|---:|')
for (const { what, registered, boxes, minRoster } of LIVENESS_SCENARIOS) {
  const [live, batch] = (['live', 'batch'] as const).map((mode) => shareWithSum({ mode, registered, boxes, minRoster }))
  console.log(`| ${what} | ${minRoster} | ${percent(live ?? 0)} | ${percent(batch ?? 0)} |`)
}
