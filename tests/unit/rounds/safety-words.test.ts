import { describe, expect, it } from 'vitest'
import { fitsSafetyText, readSafetyText } from '../../../app/contract/safety-text'
import { safetyWords } from '../../../app/rounds/safety-words'

describe('a safety number in words', () => {
  // Computed apart from the program, from the digits and the published list.
  it.each([
    [
      '000000000000000000000000000000',
      'abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon'
    ],
    ['999999999999999999999999999999', 'alpha subject fame boring zoo alpha subject fame boring zoo'],
    ['123450678901234509876543210123', 'abstract afford mind initial dinner adjust wing illegal vessel fabric'],
    [
      '000000000000000000000000000001',
      'abandon abandon abandon abandon abandon abandon abandon abandon abandon ability'
    ]
  ])('%s is always the same ten words', (digits, words) => {
    expect(safetyWords(digits).join(' ')).toBe(words)
  })

  it('has other words as soon as one digit is another', () => {
    const digits = '123450678901234509876543210123'
    const others = Array.from(digits, (digit, at) =>
      safetyWords(`${digits.slice(0, at)}${String((Number(digit) + 1) % 10)}${digits.slice(at + 1)}`).join(' ')
    )
    expect(new Set([...others, safetyWords(digits).join(' ')]).size).toBe(31)
  })
})

describe('what somebody typed', () => {
  const safetyNumber = '123450678901234509876543210123'
  const home = { safetyNumber, safetyWords: safetyWords(safetyNumber) }
  const fits = (text: string): boolean | null => {
    const read = readSafetyText(text)
    return read && fitsSafetyText(read, home)
  }

  it('fits as digits, as words and as four letters of each', () => {
    expect(fits('12345 06789 01234 50987 65432 10123')).toBe(true)
    expect(fits(`WATTVEIL ${safetyNumber}`)).toBe(true)
    expect(fits(home.safetyWords.join(', ').toUpperCase())).toBe(true)
    expect(fits(home.safetyWords.map((word) => word.slice(0, 4)).join(' '))).toBe(true)
  })

  it('does not fit with one digit, one word or one letter too few of a word', () => {
    expect(fits('12345 06789 01234 50987 65432 10124')).toBe(false)
    expect(fits(['zebra', ...home.safetyWords.slice(1)].join(' '))).toBe(false)
    expect(fits(home.safetyWords.map((word) => word.slice(0, 2)).join(' '))).toBe(false)
  })

  it('is nothing yet while digits or words are missing, or with the twelve words of a backup', () => {
    expect(fits(safetyNumber.slice(1))).toBeNull()
    expect(fits(home.safetyWords.slice(1).join(' '))).toBeNull()
    expect(fits([...home.safetyWords, 'zoo', 'zoo'].join(' '))).toBeNull()
  })
})
