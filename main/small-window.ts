/**
 * Has the window's JavaScript take little memory instead of the last bit of speed: what it makes and throws away in a view
 * is collected at once, not when 16 MB of it have come together (docs/performance.md, five-years.memory). The core, where
 * the arithmetic is, runs without.
 */

import type { App } from 'electron'

export function keepWindowSmall({ commandLine }: Pick<App, 'commandLine'>): void {
  if (!commandLine.hasSwitch('js-flags')) commandLine.appendSwitch('js-flags', '--optimize-for-size')
}
