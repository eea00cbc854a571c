/** What somebody typed, pasted or scanned to compare a safety number: its digits, or its words. */

const DIGITS = 30
const WORDS = 10
const TELLING_LETTERS = 4

export type SafetyText = { readonly digits: string } | { readonly words: readonly string[] }

type Numbered = { readonly safetyNumber: string; readonly safetyWords: readonly string[] }

/** Null while it is neither thirty digits nor ten words. Case, spaces, commas and numbers before words do not matter. */
export function readSafetyText(text: string): SafetyText | null {
  const digits = text.replace(/\D/gu, '')
  if (digits.length === DIGITS) return { digits }
  const words = text.toLowerCase().match(/[a-z]+/gu) ?? []
  return words.length === WORDS ? { words } : null
}

/** Whether it is the number of this home. */
export function fitsSafetyText(text: SafetyText, { safetyNumber, safetyWords }: Numbered): boolean {
  if ('digits' in text) return text.digits === safetyNumber
  return safetyWords.every((word, index) => isWord(text.words[index] ?? '', word))
}

/** Four letters of a word are enough: the words of the list differ in them. */
export function isWord(typed: string, word: string): boolean {
  return typed === word || (typed.length >= TELLING_LETTERS && word.startsWith(typed))
}
