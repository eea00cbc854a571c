/** A clock that somebody sets is for dates; spans are taken from one that only goes forward (performance.now). */

import { describe, expect, it } from 'vitest'
import { projectFiles } from '../support/project-files'

const DATES: readonly string[] = [
  // Looks at its own jumps: what is due is due anew.
  'adapters/system/scheduler.ts',
  'adapters/system/system-clock.ts',
  // Said beside a report, and wrong by a jump of the clock at most there.
  'app/bills/take-bill.ts',
  // Beside the lines of a log.
  'cli/serve/failure-log.ts',
  'cli/serve/household.ts',
  // Kept over a start; a time in the future counts as long ago.
  'main/updates/update-procedures.ts',
  'services/runtime/own-certificate.ts',
  'services/runtime/service-clock.ts'
]

describe('the clock of the day', () => {
  it('is read where a date is meant, and nowhere for a span', () => {
    const program = projectFiles().filter(({ path }) => /^(?:adapters|app|cli|main|services)\/.*\.ts$/u.test(path))
    const readers = program.filter(({ text }) => /Date\.now|new Date\(\)/u.test(text)).map(({ path }) => path)
    expect(readers.sort()).toEqual(DATES)
  })
})
