/** A place of updates on this PC: releases signed with a key of its own, and everything that can be wrong with them. */

import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { signedRelease } from '../../../main/updates/release'

const ROOT = path.resolve(import.meta.dirname, '../../..')

export type UpdateFeed = {
  /** Ends in a slash. */
  readonly address: string
  /** Public half of the release key, hexadecimal. */
  readonly key: string
  /** Paths asked for since the last call, in order. */
  readonly asked: () => readonly string[]
  /** What lies there; a path without an entry is answered with 404. */
  readonly put: (name: string, bytes: Uint8Array | string) => void
  readonly clear: () => void
  /** Sends whoever asks for it somewhere else. */
  readonly redirect: (name: string, to: string) => void
  /** Puts release, signature and program file; `change` may spoil any of them before they are put. */
  readonly publish: (version: string, program: Uint8Array, change?: Partial<Published>) => void
  readonly close: () => Promise<void>
}

export type Published = {
  readonly release: string
  readonly signature: string
  readonly program: Uint8Array
}

export const RELEASE = 'latest-linux.yml'
export const PROGRAM = 'Wattveil-x64.AppImage'

export async function startUpdateFeed(): Promise<UpdateFeed> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const files = new Map<string, Uint8Array | string>()
  const redirects = new Map<string, string>()
  let asked: string[] = []
  const server = createServer((request, response) => {
    const name = (request.url ?? '').slice(1)
    asked.push(name)
    const [file, elsewhere] = [files.get(name), redirects.get(name)]
    response.statusCode = elsewhere ? 302 : file === undefined ? 404 : 200
    if (elsewhere) response.setHeader('location', elsewhere)
    response.end(file)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { x = '' } = publicKey.export({ format: 'jwk' })
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    key: Buffer.from(x, 'base64url').toString('hex'),
    asked: () => {
      const taken = asked
      asked = []
      return taken
    },
    put: (name, bytes) => void files.set(name, bytes),
    clear: () => {
      files.clear()
      redirects.clear()
    },
    redirect: (name, to) => void redirects.set(name, to),
    publish: (version, program, change = {}) => {
      const release = change.release ?? releaseOf(version, program)
      const signature = sign(null, signedRelease(RELEASE, Buffer.from(release)), privateKey).toString('hex')
      files.set(RELEASE, release)
      files.set(`${RELEASE}.sig`, change.signature ?? `${signature}\n`)
      files.set(PROGRAM, change.program ?? program)
    },
    close: () => closed(server)
  }
}

/** As electron-builder writes it. */
export function releaseOf(version: string, program: Uint8Array): string {
  const sha512 = createHash('sha512').update(program).digest('base64')
  return [
    `version: ${version}`,
    'files:',
    `  - url: ${PROGRAM}`,
    `    sha512: ${sha512}`,
    `    size: ${program.length}`,
    `path: ${PROGRAM}`,
    `sha512: ${sha512}`,
    "releaseDate: '2026-11-23T00:00:00.000Z'",
    ''
  ].join('\n')
}

/** A folder from which the built program starts with a release.json of its own. */
export function programWithFeed(version: string, updates: { feed: string; key: string } | null) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'wattveil-build-'))
  for (const name of ['out', 'node_modules']) symlinkSync(path.join(ROOT, name), path.join(folder, name))
  writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify({ name: 'wattveil', productName: 'Wattveil', version, main: 'out/main/main.cjs' })
  )
  writeFileSync(path.join(folder, 'release.json'), JSON.stringify({ updaterCacheDirName: 'wattveil-updater', updates }))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => void server.close(() => resolve()))
}
