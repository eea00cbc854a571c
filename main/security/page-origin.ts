/** The one origin the window ever shows. */

export const PAGE_SCHEME = 'app'
export const PAGE_HOST = 'wattveil'
export const PAGE_URL = `${PAGE_SCHEME}://${PAGE_HOST}/index.html`

/** @returns whether a page of this address is ours; the address may be anything */
export function isOwnPage(address: string): boolean {
  try {
    const url = new URL(address)
    return url.protocol === `${PAGE_SCHEME}:` && url.host === PAGE_HOST
  } catch {
    return false
  }
}
