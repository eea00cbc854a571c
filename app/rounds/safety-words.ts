/** A safety number in words, for those who read it aloud (docs/protocol/rounds.md 7.1, ADR 43). */

import { wordlist } from '@scure/bip39/wordlists/english.js'
import { isWord } from '../contract/safety-text'

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

/** @returns the thirty digits; null where a word is none of the list, or the words stand for no number. */
export function digitsOfWords(words: readonly string[]): string | null {
  const places = words.map((typed) => wordlist.findIndex((word) => isWord(typed, word)))
  if (places.length !== 2 * HALF_WORDS || places.includes(-1)) return null
  const halves = [places.slice(0, HALF_WORDS), places.slice(HALF_WORDS)].map((half) =>
    String(half.reduce((sum, place) => sum * LIST + BigInt(place), 0n)).padStart(HALF_DIGITS, '0')
  )
  return halves.every((half) => half.length === HALF_DIGITS) ? halves.join('') : null
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
