import { describe, expect, it } from 'vitest'
import { secretOf, wordsOf } from '../../../adapters/backup/backup-words'
import { AppError } from '../../../app/app-error'

const SECRET = new Uint8Array(16).map((_, index) => index * 11)

const replaced = (words: readonly string[], at: number, word: string): string[] =>
  words.map((each, index) => (index === at ? word : each))

function failureOf(text: string): unknown {
  try {
    secretOf(text)
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, ...error.params }
    throw error
  }
  return 'no failure'
}

describe('recovery words', () => {
  it('are the twelve words that BIP 39 gives for the same bits', () => {
    // From the vectors of the standard: 128 bits of 0x7f.
    expect(wordsOf(new Uint8Array(16).fill(0x7f)).join(' ')).toBe(
      'legal winner thank year wave sausage worth useful legal winner thank yellow'
    )
  })

  it('lead back to the secret however they are written down', () => {
    const words = wordsOf(SECRET)
    const written = [
      words.join(' '),
      words.join('\n').toUpperCase(),
      words.map((word, index) => `${index + 1}. ${word},`).join('  '),
      words.map((word) => word.slice(0, 4)).join(' ')
    ]
    for (const text of written) expect(secretOf(text)).toEqual(SECRET)
  })

  it('say how many are missing, which is unknown, and that two were swapped', () => {
    const words = wordsOf(SECRET)
    expect(failureOf(words.slice(1).join(' '))).toEqual({ code: 'words-number', found: 11 })
    expect(failureOf('')).toEqual({ code: 'words-number', found: 0 })
    expect(failureOf(replaced(words, 4, 'zähler').join(' '))).toEqual({ code: 'words-unknown', number: 5 })
    expect(failureOf(replaced(words, 4, 'zzzz').join(' '))).toEqual({ code: 'words-unknown', number: 5 })
    expect(failureOf([words[1], words[0], ...words.slice(2)].join(' '))).toEqual({ code: 'words-check' })
  })
})
