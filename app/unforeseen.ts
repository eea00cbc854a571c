/** What may be said of an error that nobody foresaw: its kind and where it came from. Its message may quote a file, or name a place on the disk. */

const FRAME = /^ {4}at /u

/** @returns lines for standard error */
export function unforeseen(error: unknown): string {
  if (!(error instanceof Error)) return `unforeseen ${typeof error}`
  // The stack begins with the message, which may have lines of its own.
  const stack = (error.stack ?? '').replace(error.message, '')
  const frames = stack.split('\n').filter((line) => FRAME.test(line))
  return [`unforeseen ${error.name}`, ...frames].join('\n')
}
