/** Signed price lists in a folder; the publisher puts a file there, the supplier only hands it on. */

import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type IndexList, decodeIndexList } from '../../app/bills/documents/index-document'
import { decodeSignedFile, isSignedBy, readBody } from '../../app/bills/documents/signed-file'
import type { Period } from '../../app/domain/interval'
import { FormatError, type Primitives } from '../../crypto'

export type PriceListFile = { readonly hash: string; readonly file: Uint8Array; readonly list: IndexList }

export type PriceLists = {
  find(hash: string): PriceListFile | null
  /** First list, by file name, that covers the period. */
  covering(period: Period): PriceListFile | null
}

/** Files that are not lists of this publisher are passed over. */
export function openPriceLists(primitives: Primitives, folder: string, publisherKey: Uint8Array): PriceLists {
  const known = new Map<string, PriceListFile | null>()
  const all = (): PriceListFile[] => {
    for (const name of namesIn(folder)) {
      if (!known.has(name)) known.set(name, readList(primitives, join(folder, name), publisherKey))
    }
    return [...known].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, file]) => file ?? [])
  }
  return {
    find: (hash) => all().find((file) => file.hash === hash) ?? null,
    covering: ({ start, end }) => all().find(({ list }) => list.start <= start && list.end >= end) ?? null
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.json'))
  } catch (error) {
    // A folder that is not there yet has no lists yet.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

function readList(primitives: Primitives, path: string, publisherKey: Uint8Array): PriceListFile | null {
  const bytes = new Uint8Array(readFileSync(path))
  try {
    const file = decodeSignedFile(primitives, bytes)
    if (file.kind !== 'index' || !isSignedBy(primitives, file, publisherKey)) return null
    return { hash: file.hash, file: bytes, list: decodeIndexList(readBody(file)) }
  } catch (error) {
    if (error instanceof FormatError) return null
    throw error
  }
}
