/** The plot of docs/performance.md: a collector's day over the number of groups, both scales logarithmic. Pure. */

import type { DayCost } from './hold-groups'

const WIDTH = 720
const HEIGHT = 440
const EDGE = { left: 70, right: 110, top: 30, bottom: 55 }
const GROUPS = [1, 10, 100, 1000]
const SECONDS = [0.1, 1, 10, 100, 1000]
/** Legible in print and for those who do not tell red from green. */
const COLOURS = ['#0b6e99', '#b45309', '#6d28d9', '#15803d']

const x = (groups: number): number => EDGE.left + (Math.log10(groups) / 3) * (WIDTH - EDGE.left - EDGE.right)
const y = (seconds: number): number =>
  HEIGHT - EDGE.bottom - ((Math.log10(seconds) + 1) / 4) * (HEIGHT - EDGE.top - EDGE.bottom)
const at = (groups: number, seconds: number): string => `${x(groups).toFixed(1)},${y(seconds).toFixed(1)}`

/** Points and full lines are measured; a dashed line goes on from the last point in proportion to the groups. */
export function scalePlot(costs: readonly DayCost[]): string {
  const sizes = [...new Set(costs.map(({ members }) => members))].sort((a, b) => a - b)
  const lines = sizes.map((members, index) =>
    lineOf(
      costs.filter((cost) => cost.members === members).sort((a, b) => a.groups - b.groups),
      COLOURS[index % COLOURS.length] ?? '#000000'
    )
  )
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="13">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    ...GROUPS.map((groups) => rule(at(groups, 0.1), at(groups, 1000), label(x(groups), HEIGHT - 34, groups, 'middle'))),
    ...SECONDS.map((seconds) => rule(at(1, seconds), at(1000, seconds), label(62, y(seconds) + 4, seconds, 'end'))),
    label((WIDTH - 40) / 2, HEIGHT - 12, 'groups of one collector', 'middle'),
    label(EDGE.left, 18, "seconds of one processor for a day's rounds (96 intervals)", 'start'),
    rule(at(1, 600), at(1000, 600), label(x(1) + 6, y(600) - 5, 'ten minutes', 'start'), '#9f1239'),
    ...lines,
    '</svg>',
    ''
  ].join('\n')
}

function lineOf(costs: readonly DayCost[], colour: string): string {
  const last = costs.at(-1)
  if (!last) return ''
  const measured = costs.map(({ groups, processorSeconds }) => at(groups, processorSeconds))
  const reached = Math.min(1000, (1000 / last.processorSeconds) * last.groups)
  const end = (last.processorSeconds / last.groups) * reached
  return [
    `<polyline points="${measured.join(' ')}" fill="none" stroke="${colour}" stroke-width="2"/>`,
    `<polyline points="${at(last.groups, last.processorSeconds)} ${at(reached, end)}" fill="none" stroke="${colour}" stroke-width="2" stroke-dasharray="3 5"/>`,
    ...measured.map((point) => `<circle cx="${point.split(',').join('" cy="')}" r="4" fill="${colour}"/>`),
    `<text x="${(x(reached) + 8).toFixed(1)}" y="${(y(end) + 4).toFixed(1)}" fill="${colour}">${last.members} homes</text>`
  ].join('\n')
}

function rule(from: string, to: string, text: string, colour = '#d4d4d8'): string {
  return `<polyline points="${from} ${to}" fill="none" stroke="${colour}"/>${text}`
}

function label(left: number, top: number, text: string | number, anchor: string): string {
  return `<text x="${left.toFixed(1)}" y="${top.toFixed(1)}" text-anchor="${anchor}" fill="#3f3f46">${text}</text>`
}
