/** What can be wrong with a tariff, as its sources name it. */

import { findAll, readSources } from './locale-files'

/** Fields that no tariff has. */
const OF_OTHER_FILES = ['meter-id', 'not-hex', 'not-a-hash', 'wrong-length']

/** What can be wrong with a draft: its fields, its rules, and the strict reader below them. */
export const TARIFF_PROBLEMS = [
  ...findAll(readSources(['app/bills/documents'], ['fields.ts']), /'([a-z]+(?:-[a-z]+)+)'/gu),
  ...findAll(
    readSources(['app/bills'], ['tariff-document.ts', 'tariff-rules.ts', 'week-calendar.ts', 'strict-json.ts']),
    /(?:FormatError\(|\/u, )'([a-z0-9-]+)'/gu
  )
].filter((code) => !OF_OTHER_FILES.includes(code))

export const TARIFF_REFUSALS = findAll(
  readSources(['app/bills/tariff'], ['accept-tariff.ts']),
  /refusal\('([a-z-]+)'/gu
)
