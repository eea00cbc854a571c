/** Standard output and standard error of the command line; bigints become decimal strings in JSON. */

import type { Output } from './command'

export function createOutput(json: boolean): Output {
  const terminal = process.stderr.isTTY
  let open = false
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
      if (!terminal) return
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
