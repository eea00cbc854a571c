/** A failure that a person should read: a code of the locales with parameters. Carries no secret and no path. */

export class AppError extends Error {
  override readonly name = 'AppError'
  constructor(
    readonly code: string,
    readonly params: Readonly<Record<string, string | number>> = {}
  ) {
    super(code)
  }
}

/** Name of the file that a failure is about; empty where it names none. */
export function fileNameIn(error: unknown): string {
  const name = error instanceof AppError ? error.params['file'] : undefined
  return typeof name === 'string' ? name : ''
}
