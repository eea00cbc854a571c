/** Standard output and standard error of the command line; bigints become decimal strings in JSON. */

import type { Output } from './command'

/** Where nobody looks at a terminal, a line of progress is worth a line of a log this often. */
const LOGGED_EVERY_MS = 15_000

export function createOutput(json: boolean): Output {
  const terminal = process.stderr.isTTY
  let open = false
  let loggedAt = performance.now()
  const closeLine = (): void => {
    if (open) process.stderr.write('\n')
    open = false
  }
  return {
    json,
    say(line) {
      closeLine()
      const stream = json ? process.stderr : process.stdout
      stream.write(`${line}\n`)
    },
    progress(line) {
      if (!terminal) {
        if (performance.now() - loggedAt < LOGGED_EVERY_MS) return
        loggedAt = performance.now()
        process.stderr.write(`${line}\n`)
        return
      }
      process.stderr.write(`\r${line.padEnd(78).slice(0, 78)}`)
      open = true
    },
    result(value, asText) {
      closeLine()
      if (json) process.stdout.write(`${JSON.stringify(value, decimal)}\n`)
      else for (const line of asText()) process.stdout.write(`${line}\n`)
    }
  }
}

function decimal(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value
}
