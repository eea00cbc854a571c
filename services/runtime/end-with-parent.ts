/** A service that another program started for itself ends when that program is gone, also where it was killed. */

const LATEST_MS = 5000

/**
 * Its standard input is a pipe that nothing is written to: the system closes it with the process that holds the other
 * end. From then on it is as if it had been asked to end; whoever cannot finish in time is ended.
 */
export function endWithParent(): void {
  let ending = false
  const end = (): void => {
    if (ending) return
    ending = true
    setTimeout(() => process.exit(1), LATEST_MS).unref()
    process.kill(process.pid, 'SIGTERM')
  }
  // What it says now nobody hears; a pipe without a reader must not be its end before the rest is put down.
  process.stdout.on('error', () => undefined)
  process.stderr.on('error', () => undefined)
  process.stdin.on('end', end).on('error', end).resume()
  process.stdin.unref()
}
