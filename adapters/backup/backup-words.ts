/**
 * Recovery words: 128 random bits as twelve words of the BIP 39 English list, the last with a check of four bits. They are
 * the only key of a backup file, so nobody who stores the file for a household can read it.
 */

import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39'
import { wordlist } from '@scure/bip39/wordlists/english.js'
import { AppError } from '../../app/app-error'

export const SECRET_BYTES = 16
const WORDS = 12
/** The words of the list differ in their first four letters. */
const TELLING_LETTERS = 4

/** @param secret 16 bytes. @returns twelve words. */
export function wordsOf(secret: Uint8Array): string[] {
  return entropyToMnemonic(secret, wordlist).split(' ')
}

/**
 * @param text what a person typed: any case, any spacing, numbers and commas between; four letters of a word are enough
 * @throws AppError words-number { found }, words-unknown { number, from 1 }, words-check (each word is one of the list, but
 *   together they are not what was written down)
 */
export function secretOf(text: string): Uint8Array {
  const typed = text
    .normalize('NFKD')
    // A word with an umlaut is one word, and none of the list.
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^a-z]+/u)
    .filter((word) => word !== '')
  if (typed.length !== WORDS) throw new AppError('words-number', { found: typed.length })
  const words = typed.map((word, index) => {
    const known = wordlist.find((each) => each === word || (word.length >= TELLING_LETTERS && each.startsWith(word)))
    if (known === undefined) throw new AppError('words-unknown', { number: index + 1 })
    return known
  })
  try {
    return mnemonicToEntropy(words.join(' '), wordlist)
  } catch {
    throw new AppError('words-check')
  }
}
