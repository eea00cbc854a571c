/**
 * Measures what a collector's day costs over members and groups: prints the table of docs/performance.md and draws its
 * plot. `npm run -s bench -- scale` takes a quarter of an hour of one processor; with WATTVEIL_FULL=1 every size goes up
 * to 1,000 groups, which takes about four times as long and 20 GB of disk.
 */

import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { type DayCost, holdGroups, makeGroupDay } from './hold-groups'
import { scalePlot } from './scale-plot'

const PLOT = path.resolve(import.meta.dirname, '../../../docs/images/collector-scale.svg')
const FULL = process.env['WATTVEIL_FULL'] === '1'
const COUNTS: Readonly<Record<number, readonly number[]>> = {
  10: [1, 10, 100],
  20: [1, 10, 100, 500],
  50: [1, 10, 50],
  100: [1, 10, 30]
}
const MEGABYTE = 1024 * 1024

const costs: DayCost[] = []
for (const [members, counts] of Object.entries(COUNTS)) {
  const made = makeGroupDay(Number(members))
  // The first day of a process is slower than all others: the compiler has not seen it.
  await holdGroups(made, 1)
  for (const groups of FULL ? [...counts, 1000] : counts) {
    const cost = await holdGroups(made, groups)
    costs.push(cost)
    process.stderr.write(`${JSON.stringify(cost)}\n`)
  }
}
console.log('| homes a group | groups | processor | a group | a home | memory |\n|---:|---:|---:|---:|---:|---:|')
for (const { members, groups, processorSeconds, residentBytes } of costs) {
  const each = (processorSeconds / groups) * 1000
  const row = [
    ...[members, groups, `${processorSeconds.toPrecision(3)} s`, `${each.toFixed(0)} ms`],
    ...[`${(each / members).toFixed(1)} ms`, `${Math.round(residentBytes / MEGABYTE)} MB`]
  ]
  console.log(`| ${row.join(' | ')} |`)
}
writeFileSync(PLOT, scalePlot(costs))
