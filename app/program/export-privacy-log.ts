/** The privacy log as a file, newest entry first, page by page so that a log of years needs no memory. */

import { toIsoInstant, type UtcSeconds } from '../domain/interval'
import type { Documents, PrivacyEntry, PrivacyLog } from '../ports'

export const PRIVACY_LOG_FORMAT = 'wattveil-privacy-log/1'

export type ExportPrivacyLog = {
  readonly log: PrivacyLog
  readonly documents: Documents
  readonly now: UtcSeconds
  readonly target: string
  readonly style: 'csv' | 'json'
}

const PAGE = 500
const LINE = '\r\n'

/** @returns number of entries. @throws AppError of Documents.replace */
export async function exportPrivacyLog({ log, documents, now, target, style }: ExportPrivacyLog): Promise<number> {
  const count = { entries: 0 }
  const texts = style === 'csv' ? csvOf(log, count) : jsonOf(log, now, count)
  await documents.replace(target, encoded(texts))
  return count.entries
}

function* pagesOf(log: PrivacyLog, count: { entries: number }): Generator<readonly PrivacyEntry[]> {
  let before: number | null = null
  for (;;) {
    const page: readonly (PrivacyEntry & { readonly id: number })[] = log.list(PAGE, before)
    const last = page.at(-1)
    if (!last) return
    count.entries += page.length
    yield page
    before = last.id
  }
}

function* csvOf(log: PrivacyLog, count: { entries: number }): Generator<string> {
  yield `time,recipient,host,purpose,about,bytes${LINE}`
  for (const page of pagesOf(log, count)) yield page.map((entry) => rowOf(entry) + LINE).join('')
}

function rowOf({ at, recipient, host, purpose, about, bytes }: PrivacyEntry): string {
  const cells = [toIsoInstant(at), recipient, host ?? '', purpose, about === null ? '' : toIsoInstant(about), bytes]
  return cells.map((cell) => quoted(String(cell))).join(',')
}

/** A name is chosen by others: no cell may begin what a spreadsheet takes for a formula. */
function quoted(cell: string): string {
  const safe = /^[=+\-@\t\r]/u.test(cell) ? `'${cell}` : cell
  return /[",\r\n']/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

function* jsonOf(log: PrivacyLog, now: UtcSeconds, count: { entries: number }): Generator<string> {
  yield `{"format":"${PRIVACY_LOG_FORMAT}","writtenAt":"${toIsoInstant(now)}","entries":[`
  let separator = ''
  for (const page of pagesOf(log, count)) {
    yield separator + page.map((entry) => JSON.stringify(shownEntry(entry))).join(',\n')
    separator = ',\n'
  }
  yield ']}\n'
}

function shownEntry({ at, recipient, host, purpose, about, bytes }: PrivacyEntry) {
  return { time: toIsoInstant(at), recipient, host, purpose, about: about === null ? null : toIsoInstant(about), bytes }
}

function* encoded(texts: Iterable<string>): Generator<Uint8Array> {
  const encoder = new TextEncoder()
  for (const text of texts) yield encoder.encode(text)
}
