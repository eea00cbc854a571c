import { describe, expect, it } from 'vitest'
import { sentenceOf } from '../../../cli/sentences'
import { readLocale, readSources } from './locale-files'

/** Codes that are put together, so that no search for literals finds them (app/readings/formats, espi and ar2418). */
const MADE = [
  ...['gas', 'water', 'heat', 'other'].map((commodity) => `file-only-${commodity}`),
  ...['type-unclear', 'unit', 'accumulation', 'net', 'direction'].flatMap((code) => [
    `espi-${code}`,
    `espi-${code}-left-out`
  ]),
  ...['no-duration', 'doubled', 'overlap', 'other-length', 'other-commodity-left-out'].map((code) => `espi-${code}`)
]

describe('what XML files are refused or remarked for', () => {
  const quoted = readSources(['app/readings/formats', 'app/readings/registers'], ['.ts'])
    .flatMap((text) => [...text.matchAll(/'((?:espi|register|registers|ar2418|tariff|xml)-[a-z0-9-]+)'/gu)])
    .map(([, code = '']) => code)
  const codes = [...new Set([...quoted, ...MADE])]

  it('is found in the sources', () => {
    expect(quoted.length).toBeGreaterThan(60)
  })

  it.each(['de', 'en'] as const)('has a sentence in %s', (language) => {
    const locale = readLocale(language)
    const missing = codes.filter((code) => !['error', 'remark'].some((table) => locale.has(`codes.${table}.${code}`)))
    expect(missing).toEqual([])
  })

  it('has a sentence on the command line', () => {
    const bare = codes.filter((code) => sentenceOf({ code, params: {} }) === code.replaceAll('-', ' '))
    expect(bare).toEqual([])
  })
})
