/**
 * Has the window's JavaScript take little memory instead of the last bit of speed: what it makes and throws away in a view
 * is collected when 4 MB of it have come together, not 16 (docs/performance.md, five-years.memory). With the 1 MB that the
 * first switch alone would set, what a view still needs grows old too soon and tasks become longer. The core has
 * a switch of its own (core/small-heap.ts).
 */

import type { App } from 'electron'

export function keepWindowSmall({ commandLine }: Pick<App, 'commandLine'>): void {
  if (!commandLine.hasSwitch('js-flags'))
    commandLine.appendSwitch('js-flags', '--optimize-for-size --max-semi-space-size=4')
}
