/**
 * Chromium asks the network things of its own accord, past every rule of a session: dictionaries for its spell checker,
 * lists of components, probes. Here it finds no host at all, by name or by number, but the place of updates; the core has a
 * network of its own, with a rule of its own (adapters/http/known-hosts.ts).
 */

import type { App } from 'electron'

/** Each would be refused by the rule below; so nobody even tries. */
const OFF = ['disable-background-networking', 'disable-component-update', 'disable-domain-reliability', 'no-pings']

/** @param feed address of the place of updates, or null. Must run before the app is ready. */
export function refuseLookups({ commandLine }: Pick<App, 'commandLine'>, feed: string | null): void {
  for (const name of OFF) commandLine.appendSwitch(name)
  commandLine.appendSwitch('host-resolver-rules', resolverRules(feed))
}

/** In Chromium's words. */
export function resolverRules(feed: string | null): string {
  return feed === null ? 'MAP * ~NOTFOUND' : `MAP * ~NOTFOUND , EXCLUDE ${new URL(feed).hostname}`
}
