/** A safety number in words, for those who read it aloud (docs/protocol/rounds.md 7.1, ADR 43). */

import { wordlist } from '@scure/bip39/wordlists/english.js'

const HALF_DIGITS = 15
const HALF_WORDS = 5
const LIST = 2048n

/**
 * Each half of the thirty digits as a whole number to the base 2048, highest place first: two times five words of the
 * BIP 39 English list. Either follows from the other, so whoever compares words compares the digits.
 */
export function safetyWords(safetyNumber: string): string[] {
  return [...wordsOf(safetyNumber.slice(0, HALF_DIGITS)), ...wordsOf(safetyNumber.slice(HALF_DIGITS))]
}

function wordsOf(half: string): string[] {
  const words: string[] = []
  let rest = BigInt(half)
  while (words.length < HALF_WORDS) {
    words.unshift(wordlist[Number(rest % LIST)] ?? '')
    rest /= LIST
  }
  return words
}
