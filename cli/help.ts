/** Help texts made from the commands themselves. */

import type { Command } from './command'

export function helpOfAll(commands: readonly Command[]): string {
  const width = Math.max(...commands.map((each) => each.name.length))
  return [
    'wattveil: readings, rounds and bills of a household, without a window',
    '',
    ...commands.map((each) => `  ${each.name.padEnd(width)}  ${each.summary}`),
    '',
    'wattveil help COMMAND tells options and exit codes. Every command takes --json.',
    ''
  ].join('\n')
}

export function helpOf(command: Command): string {
  const width = Math.max(6, ...command.help.map(([option]) => option.length))
  return [
    `wattveil ${command.usage}`,
    '',
    command.summary,
    '',
    ...command.help.map(([option, meaning]) => `  ${option.padEnd(width)}  ${meaning}`),
    `  ${'--json'.padEnd(width)}  one JSON object on standard output, nothing else`,
    '',
    'Exit codes:',
    ...command.exitCodes.map(([code, meaning]) => `  ${code}  ${meaning}`),
    ''
  ].join('\n')
}
