import { expect, it } from 'vitest'
import { verdictText } from '../../../cli/bills/verdict-text'

const shown = (code: string) => ({
  findings: [{ check: 'V1', code, where: 'document', expected: null, found: null }],
  ...{ differenceCents: null, durationMs: 0 }
})

it('says what to do where a bill tells nothing of its amount', () => {
  expect(verdictText('cannot-be-checked', null, shown('damaged'))).toEqual([
    'Cannot be checked',
    '  V1 damaged at document',
    'The file is damaged, or no bill at all: ask the supplier for it once more.'
  ])
  expect(verdictText('not-genuine', null, shown('signature-false')).at(-1)).toContain('Do not pay')
  expect(verdictText('cannot-be-checked', null, shown('chain-incomplete')).at(-1)).toContain('from the meter again')
})

it('has nothing to add where a bill is right', () => {
  expect(verdictText('correct', null, { ...shown('damaged'), findings: [] })).toEqual(['Correct'])
})
