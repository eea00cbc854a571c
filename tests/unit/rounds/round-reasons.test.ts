import { describe, expect, it } from 'vitest'
import { LIVE_REASONS } from '../../../app/rounds/live/live-reasons'
import { ROUND_REASONS } from '../../../app/rounds/round-reasons'
import de from '../../../renderer/locales/de.json'
import en from '../../../renderer/locales/en.json'

describe('the reasons that the rounds give', () => {
  it.each([
    ['German', de],
    ['English', en]
  ])('each have a sentence in %s', (_, locale) => {
    const sentences: Readonly<Record<string, string>> = locale.codes.round
    expect([...ROUND_REASONS, ...LIVE_REASONS].filter((reason) => !sentences[reason])).toEqual([])
  })
})
