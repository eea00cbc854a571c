/**
 * What electron-updater fetches goes over a session of its own. Here that session is held to the feed, redirects too, and
 * every request stands in the privacy log before it is sent.
 */

import type { Session } from 'electron'
import type { BeforeSend } from '../../adapters/http/request'

/** @param feed address that every request must begin with; ends in a slash */
export function guardUpdateSession(session: Session, feed: string, record: BeforeSend): void {
  const { host } = new URL(feed)
  session.webRequest.onBeforeRequest(({ url, method }, answer) =>
    answer({ cancel: method !== 'GET' || !url.startsWith(feed) })
  )
  session.webRequest.onBeforeSendHeaders(({ url, requestHeaders }, answer) => {
    const bytes = sizeOf(url, requestHeaders)
    Promise.resolve()
      .then(() => record({ recipient: host, host, purpose: 'update-download', bytes, about: null }))
      .then(
        () => answer({ cancel: false }),
        () => answer({ cancel: true })
      )
  })
}

/** Request line and headers. */
function sizeOf(address: string, headers: Readonly<Record<string, string>>): number {
  const { pathname, search, host } = new URL(address)
  const lines = [`GET ${pathname}${search} HTTP/1.1`, `Host: ${host}`]
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`)
  return Buffer.byteLength(`${lines.join('\r\n')}\r\n\r\n`)
}
