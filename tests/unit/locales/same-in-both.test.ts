import { describe, expect, it } from 'vitest'
import { readLocale } from './locale-files'

const german = readLocale('de')
const english = readLocale('en')

const placeholders = (message: string): string[] => [...new Set(message.match(/\{\w+\}/gu) ?? [])].sort()

/** Nouns of experts, allowed only where the details explain them on the spot (docs/look.md 8). */
const EXPERT_WORDS = /commitment|blinding|roster|\bpad\b|dropout/iu
const EXPLAINED = /^(?:codes\.arithmetic\.|group\.details\.)/u

describe('the locales', () => {
  it('have the same sentences in German and English', () => {
    expect([...german.keys()].sort()).toEqual([...english.keys()].sort())
  })

  it('use the same parameters in German and English', () => {
    const differing = [...german].filter(([key, text]) => {
      const other = english.get(key) ?? ''
      return placeholders(text).join() !== placeholders(other).join()
    })
    expect(differing.map(([key]) => key)).toEqual([])
  })

  it('leave no sentence empty', () => {
    const empty = [...german, ...english].filter(([, text]) => text.trim() === '')
    expect(empty).toEqual([])
  })

  it('use no words of experts but where they are explained', () => {
    const used = [...german, ...english].filter(([key, text]) => EXPERT_WORDS.test(text) && !EXPLAINED.test(key))
    expect(used.map(([key]) => key)).toEqual([])
  })

  it('neither shout nor say sorry', () => {
    const loud = [...german, ...english].filter(([, text]) => /!|leider|oops|sorry|0x[0-9a-f]/iu.test(text))
    expect(loud).toEqual([])
  })

  it('never give "not genuine" and "cannot be checked" a word in common', () => {
    for (const locale of [german, english]) {
      const words = (key: string): string[] => (locale.get(key) ?? '').toLowerCase().split(/\s+/u)
      const shared = words('bills.verdict.not-genuine').filter((word) =>
        words('bills.verdict.cannot-be-checked').includes(word)
      )
      expect(shared).toEqual([])
    }
  })
})
