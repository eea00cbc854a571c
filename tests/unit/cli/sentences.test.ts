import { describe, expect, it } from 'vitest'
import { sentenceOf, tariffSentenceOf } from '../../../cli/sentences'
import { findAll, readSources } from '../locales/locale-files'
import { TARIFF_PROBLEMS, TARIFF_REFUSALS } from '../locales/tariff-codes'

const REACHED = [
  'adapters/storage',
  'adapters/system',
  'adapters/vault',
  'app/readings/formats',
  'cli',
  'services/collector',
  'services/load-generator',
  'services/runtime'
]

describe('the sentences of the command line', () => {
  it('exist for every failure that a command can end with', () => {
    const sources = readSources(REACHED, ['.ts'])
    const codes = [
      ...findAll(sources, /new AppError\(\s*'([a-z0-9-]+)'/gu),
      ...findAll(sources, /refused\('([a-z0-9-]+)'/gu),
      ...findAll(sources, /\? '([a-z]+-[a-z-]+)' : '[a-z-]+'\)/gu)
    ]
    expect(codes.length).toBeGreaterThan(30)
    const bare = codes.filter((code) => !/^[A-Z]/u.test(sentenceOf({ code, params: {} })))
    expect(bare).toEqual([])
  })

  it('exist for every way in which a meter does not connect', () => {
    const codes = ['address', 'answer', 'chain-broken', 'locked', 'none', 'refused', 'unreachable', 'wrong-password']
    const params = { triesLeft: 4, until: 1772324100 }
    const bare = codes.filter((code) => !/^[A-Z][^{}]+\.$/u.test(sentenceOf({ code: `meter-${code}`, params })))
    expect(bare).toEqual([])
    expect(sentenceOf({ code: 'meter-locked', params })).toContain('until 2026-03-01T00:15:00Z')
  })

  it('exist for everything that can be wrong with a tariff or speak against it', () => {
    const codes = [...TARIFF_PROBLEMS, ...TARIFF_REFUSALS]
    expect(codes.filter((code) => !/^[A-Z]/u.test(tariffSentenceOf({ code, params: {} })))).toEqual([])
    const params = { place: 'tariff.Arbeitspreis', reason: 'windows-overlap' }
    expect(sentenceOf({ code: 'tariff-malformed', params })).toBe(
      'The tariff is not as it should be: tariff.Arbeitspreis: Two times overlap. Nothing was saved.'
    )
    expect(sentenceOf({ code: 'offer-refused', params: { reason: 'other-zone', zone: 'Europe/Oslo' } })).toContain(
      'It uses the time zone Europe/Oslo, the contract does not. Nothing was signed.'
    )
  })

  it('say a time as a time', () => {
    const params = { start: 1772324100, direction: 'drawn', stored: 18000, found: 999000 }
    expect(sentenceOf({ code: 'reading-contradicts', params })).toContain('2026-03-01T00:15:00Z')
  })
})
