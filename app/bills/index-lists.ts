/** Price lists of publishers, as far as they are here: a list of a year takes a tenth of a second to read, so none is read twice. */

import { type Primitives, toHex } from '../../crypto'
import type { Period } from '../domain/interval'
import type { BillStore } from './bill-store'
import { readDocument } from './documents/held-document'
import { type IndexList, decodeIndexList } from './documents/index-document'

/** Read lists that stay in memory, the last used ones: a year of quarter hours is some megabytes. */
const MOST_KEPT = 2

export type HeldList = { readonly hash: string; readonly document: IndexList }

export type IndexLists = {
  /**
   * The first stored list that holds the whole period.
   * @param key the publisher's, 32 bytes; null where the contract names none
   */
  covering(key: Uint8Array | null, period: Period): HeldList | null
  /** Documents have changed. */
  forget(): void
}

export function createIndexLists(primitives: Primitives, store: Pick<BillStore, 'document' | 'documents'>): IndexLists {
  let hashes: readonly string[] | null = null
  /** What each list spans; null where it is damaged or another's. */
  const spans = new Map<string, Period | null>()
  const kept = new Map<string, IndexList>()
  const read = (name: string, hash: string, key: Uint8Array | null): IndexList | null => {
    const file = store.document(hash)?.file ?? null
    const found = readDocument(primitives, 'index', hash, file, key, decodeIndexList)
    const list = found.state === 'held' ? found.document : null
    spans.set(name, list && { start: list.start, end: list.end })
    return list
  }
  const keep = (name: string, list: IndexList): void => {
    kept.delete(name)
    kept.set(name, list)
    for (const oldest of [...kept.keys()].slice(0, -MOST_KEPT)) kept.delete(oldest)
  }
  return {
    covering: (key, period) => {
      hashes ??= store.documents('index').map(({ hash }) => hash)
      for (const hash of hashes) {
        const name = `${hash} ${key ? toHex(key) : ''}`
        if (!holds(spans.get(name), period)) continue
        const list = kept.get(name) ?? read(name, hash, key)
        if (!list || !holds(list, period)) continue
        keep(name, list)
        return { hash, document: list }
      }
      return null
    },
    forget: () => {
      hashes = null
      spans.clear()
      kept.clear()
    }
  }
}

/** True also where the span is not known yet. */
function holds(span: Period | null | undefined, { start, end }: Period): boolean {
  return span === undefined || (span !== null && span.start <= start && span.end >= end)
}
