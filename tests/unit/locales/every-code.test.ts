import { describe, expect, it } from 'vitest'
import { FINDING_CODES } from '../../../app/bills/checks/finding-codes'
import { LEFT_OPEN, PROVEN } from '../../../app/bills/records/claims'
import { billLine, checkId, checkResult, openedFile, verdict } from '../../../app/contract/bills'
import { tariffExample, tariffSummary } from '../../../app/contract/tariffs'
import { quality } from '../../../app/contract/readings'
import { roundPhase } from '../../../app/contract/rounds'
import { ROUND_REASONS } from '../../../app/rounds/round-reasons'
import { appearance, meterState, programState, simulationState } from '../../../app/contract/program'
import { findAll, readLocale, readSources } from './locale-files'
import { TARIFF_PROBLEMS, TARIFF_REFUSALS } from './tariff-codes'

const locales = [readLocale('de'), readLocale('en')] as const
const core = readSources(['app', 'adapters', 'main', 'services'], ['.ts'])

/** Where useSentence looks for a code of a table (renderer/composables/use-sentence.ts). */
const PLACES = {
  error: ['error', 'remark', 'finding'],
  remark: ['remark', 'error', 'finding'],
  finding: ['finding'],
  round: ['round'],
  purpose: ['purpose'],
  arithmetic: ['arithmetic'],
  simulation: ['simulation', 'error'],
  format: ['format']
} as const

function withoutSentence(table: keyof typeof PLACES, codes: readonly string[]): string[] {
  return codes.filter(
    (code) => !locales.every((locale) => PLACES[table].some((place) => locale.has(`codes.${place}.${code}`)))
  )
}

function missingKeys(prefix: string, values: readonly (string | number)[]): string[] {
  return values.map((value) => `${prefix}.${value}`).filter((key) => !locales.every((locale) => locale.has(key)))
}

describe('every code of the core', () => {
  it('that is thrown has a sentence', () => {
    const codes = findAll(core, /new AppError\(\s*'([a-z0-9-]+)'/gu)
    expect(codes.length).toBeGreaterThan(20)
    expect(withoutSentence('error', codes)).toEqual([])
  })

  it('that crosses as a failure or remark has a sentence', () => {
    const codes = findAll(readSources(['app', 'main'], ['.ts']), /\{ code: '([a-z0-9-]+)', params:/gu)
    expect(codes.length).toBeGreaterThan(3)
    expect(withoutSentence('error', codes)).toEqual([])
  })

  it('with which a CSV file is refused has a sentence', () => {
    const codes = findAll(readSources(['app/readings/formats'], ['.ts']), /refused\('([a-z0-9-]+)'/gu)
    expect(codes.length).toBeGreaterThan(5)
    expect(withoutSentence('remark', codes)).toEqual([])
  })

  it('that names a format has words', () => {
    const codes = findAll(readSources(['app/readings/formats'], ['.ts']), /\bformat: '([a-z0-9-]+)'/gu)
    expect(codes).toContain('wattveil-csv')
    expect(withoutSentence('format', codes)).toEqual([])
  })

  it('that a check of a bill can find has a sentence', () => {
    expect(withoutSentence('finding', Object.values(FINDING_CODES).flat())).toEqual([])
  })

  it('that gives a day of rounds its reason has a sentence', () => {
    const codes = [...ROUND_REASONS, ...findAll(readSources(['app/rounds'], ['.ts']), /reason: '([a-z0-9-]+)'/gu)]
    expect(codes.length).toBeGreaterThan(15)
    expect(withoutSentence('round', codes)).toEqual([])
  })

  it('that gives a purpose in the privacy log has words', () => {
    const ports = readSources(['app'], ['ports.ts'])
    const union = ports.flatMap((text) => text.match(/type PrivacyPurpose =[^;]*?\n\n/gu) ?? [])
    const codes = findAll(union, /'([a-z0-9-]+)'/gu)
    expect(codes.length).toBeGreaterThan(5)
    expect(withoutSentence('purpose', codes)).toEqual([])
  })

  it('that is a step of an interval’s arithmetic has a sentence', () => {
    const codes = findAll(readSources(['app/bills/report'], ['.ts']), /\bstep\('([a-z0-9-]+)'/gu)
    expect(codes.length).toBeGreaterThan(5)
    expect(withoutSentence('arithmetic', codes)).toEqual([])
  })

  it('that labels a step of the simulation has a sentence', () => {
    const labels = findAll(readSources(['services/neighbourhood'], ['.ts']), /label: '([a-z0-9-]+)'/gu)
    expect(labels.length).toBeGreaterThan(3)
    expect(withoutSentence('simulation', labels)).toEqual([])
  })
})

describe('every value of the contract that is shown', () => {
  it('has words', () => {
    const { source, status } = meterState.shape
    expect(TARIFF_PROBLEMS.length).toBeGreaterThan(25)
    expect(TARIFF_REFUSALS.length).toBeGreaterThan(14)
    const families: readonly (readonly [string, readonly (string | number)[]])[] = [
      ['bills.verdict', verdict.options],
      ['bills.brief', ['correct', 'correct-with-remarks', 'not-genuine', 'cannot-be-checked']],
      ['bills.states', [...checkResult.shape.state.options, 'running']],
      ['bills.opened', openedFile.options.flatMap(kindsOf).filter((kind) => kind !== 'bill' && kind !== 'refused')],
      ['bills.kinds', billLine.shape.kind.options],
      ['bills.records.proven', PROVEN],
      ['bills.records.open', LEFT_OPEN],
      ['settings.tariffs.kinds', tariffSummary.shape.kind.options],
      ['settings.tariffs.examples', tariffExample.options],
      ['settings.tariffs.problems', TARIFF_PROBLEMS],
      ['settings.tariffs.refusals', TARIFF_REFUSALS],
      ['quality', quality.options],
      ['group.phase', roundPhase.options],
      ['settings.appearances', appearance.options],
      ['settings.keyProtection', programState.shape.keyProtection.options],
      ['settings.simulation.phases', simulationState.shape.phase.options],
      ['settings.tariffKinds', ['flat', 'time-of-use', 'dynamic']],
      ['frame.meter', [...source.options, ...status.options.filter((value) => value !== 'connected')]],
      ['assurance.short', [0, 1, 2]],
      ['assurance.meter', [0, 1, 2]],
      ['assurance.bill', [0, 1, 2]]
    ]
    expect(families.flatMap(([prefix, values]) => missingKeys(prefix, values))).toEqual([])
  })

  it('has words for each check and each state of the six questions', () => {
    const checks = Array.from({ length: 19 }, (_, index) => `V${index + 1}`).filter(
      (id) => checkId.safeParse(id).success
    )
    expect(missingKeys('bills.checks', checks)).toEqual([])
    for (const group of ['sender', 'meter', 'complete', 'readings', 'prices', 'sums']) {
      expect(missingKeys(`bills.groups.${group}`, checkResult.shape.state.options)).toEqual([])
    }
  })
})

function kindsOf({ shape }: (typeof openedFile.options)[number]): readonly string[] {
  const { kind } = shape
  return 'values' in kind ? [...kind.values].map(String) : kind.options
}

describe('every sentence the window asks for', () => {
  const sources = readSources(['renderer'], ['.vue', '.ts'])

  it('is in the locales', () => {
    const keys = findAll(sources, /\bt\(\s*'([a-zA-Z]+(?:\.[\w-]+)+)'/gu)
    expect(keys.length).toBeGreaterThan(200)
    expect(keys.filter((key) => !locales.every((locale) => locale.has(key)))).toEqual([])
  })

  it('is asked for: no sentence lies about unused', () => {
    const text = sources.join('\n')
    const unused = [...locales[1].keys()].filter((key) => !isUsed(key, text))
    expect(unused).toEqual([])
  })

  /** As a whole, or by a beginning that a value is put behind. */
  function isUsed(key: string, text: string): boolean {
    if (key.startsWith('codes.') || text.includes(`'${key}'`)) return true
    const parts = key.split('.')
    return (
      parts.some((_, at) => at > 0 && text.includes(`\`${parts.slice(0, at).join('.')}.\${`)) ||
      /\.(?:step|point)\d/u.test(key)
    )
  }
})
