/** Where this build looks for newer versions of itself, and who must have signed them: release.json, shipped with it. */

import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { isOnThisPc } from '../../adapters/http/is-on-this-pc'

export type UpdateSource = {
  /** Ends in a slash. */
  readonly feed: string
  /** Ed25519, 32 bytes: the only key whose word about a release counts. */
  readonly key: Uint8Array
}

const MOST_CHARACTERS = 300

const releaseFile = z.strictObject({
  /** What electron-updater calls its folder in the system's cache. */
  updaterCacheDirName: z.string().regex(/^[a-z-]{1,40}$/u),
  /** Windows: whose Authenticode signature the installer must carry besides. */
  publisherName: z.array(z.string().min(1).max(200)).min(1).max(5).optional(),
  updates: z
    .strictObject({
      feed: z.string().max(MOST_CHARACTERS).refine(isFeed),
      key: z.string().regex(/^[0-9a-f]{64}$/u)
    })
    .nullable()
})

/** @returns what electron-updater calls its folder in the system's cache. @throws as readUpdateSource */
export function readCacheName(file: string): string {
  return releaseFile.parse(JSON.parse(readFileSync(file, 'utf8'))).updaterCacheDirName
}

/**
 * @param file release.json
 * @returns null where the build gets no updates
 * @throws ZodError, SyntaxError for a file that is none: such a build must not go out
 */
export function readUpdateSource(file: string): UpdateSource | null {
  const { updates } = releaseFile.parse(JSON.parse(readFileSync(file, 'utf8')))
  return updates && { feed: updates.feed, key: new Uint8Array(Buffer.from(updates.key, 'hex')) }
}

/** Without TLS only from this PC itself, which is how it is tried. */
function isFeed(address: string): boolean {
  try {
    const url = new URL(address)
    const plain = url.search === '' && url.hash === '' && url.username === '' && url.pathname.endsWith('/')
    return plain && (url.protocol === 'https:' || (url.protocol === 'http:' && isOnThisPc(url)))
  } catch {
    return false
  }
}
