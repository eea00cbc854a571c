/** The one error for malformed input (CONTRIBUTING.md): thrown by `decode*`, `read*` and `from*` only. */

/**
 * Bytes or text that came from outside are not in the one form that is accepted.
 * Neither field ever carries the refused bytes: they may be somebody's secret.
 */
export class FormatError extends Error {
  /** What is wrong, in kebab case: `not-canonical`, `wrong-length`, `identity` … */
  readonly code: string
  /** Which part of the input is wrong: a field name, with an index where there are many. */
  readonly where: string

  constructor(code: string, where: string) {
    super(`${code} in ${where}`)
    this.name = 'FormatError'
    this.code = code
    this.where = where
  }
}
