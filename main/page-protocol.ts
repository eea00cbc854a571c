/** Serves the built page as app://, a scheme with an origin of its own; file:// would have the rights of every file. */

import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { type Session, protocol } from 'electron'
import { CONTENT_SECURITY_POLICY } from './security/content-security-policy'
import type { MemoryFile } from './papers/paper-files'
import { pageFile } from './security/page-file'
import { PAGE_SCHEME, isOwnPage } from './security/page-origin'

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2'
}

/** Must run before the app is ready. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: PAGE_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }
  ])
}

/**
 * @param folder absolute path of the built page
 * @param inMemory pages that are in no file
 */
export function servePage(session: Session, folder: string, inMemory: (pathname: string) => MemoryFile | null): void {
  session.protocol.handle(PAGE_SCHEME, async (request) => {
    const made = isOwnPage(request.url) && request.method === 'GET' ? inMemory(new URL(request.url).pathname) : null
    if (made) return new Response(made.text, { headers: headersFor(made.type) })
    const file = pageFile(folder, request.url)
    const type = file && CONTENT_TYPES[path.extname(file)]
    if (!file || !type || request.method !== 'GET') return notFound()
    try {
      return new Response(new Uint8Array(await readFile(file)), { headers: headersFor(type) })
    } catch {
      return notFound()
    }
  })
}

function headersFor(type: string): Record<string, string> {
  return {
    'content-type': type,
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer'
  }
}

function notFound(): Response {
  return new Response('', { status: 404, headers: headersFor('text/plain') })
}
