/**
 * The window has no network at all, whatever the page asks for: only its own files and data inside the process load.
 * The core does all talking to the outside.
 */

import type { Session } from 'electron'

// devtools: is what the developer tools themselves are made of.
const ALLOWED = new Set(['app:', 'data:', 'blob:', 'devtools:'])

export function refuseNetwork(session: Session): void {
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !isAllowedRequest(details.url) }))
}

/** @returns whether a request of this address stays inside the process */
export function isAllowedRequest(address: string): boolean {
  try {
    return ALLOWED.has(new URL(address).protocol)
  } catch {
    return false
  }
}
