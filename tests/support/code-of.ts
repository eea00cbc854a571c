import { AppError } from '../../app/app-error'

/** Code of the AppError that this throws; other errors pass through. */
export function codeOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
  return 'no failure'
}
