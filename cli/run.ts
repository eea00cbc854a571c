/** Picks the command, parses its arguments, turns failures into one clear line and an exit code. */

import { parseArgs } from 'node:util'
import { AppError } from '../app/app-error'
import { TransportError } from '../app/ports'
import { unforeseen } from '../app/unforeseen'
import { FormatError } from '../crypto'
import { type Command, EXIT_USAGE, UsageError } from './command'
import { helpOf, helpOfAll } from './help'
import { createOutput } from './output'
import { sentenceOf } from './sentences'

export async function run(commands: readonly Command[], argv: readonly string[]): Promise<number> {
  const [name, ...rest] = argv
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    const command = commands.find((each) => each.name === rest[0])
    if (rest[0] !== undefined && !command) return usage(`unknown command: ${rest[0]}`, 'help')
    process.stdout.write(command ? helpOf(command) : helpOfAll(commands))
    return name === undefined ? EXIT_USAGE : 0
  }
  const command = commands.find((each) => each.name === name)
  if (!command) return usage(`unknown command: ${name}`, 'help')
  if (rest.includes('--help') || rest.includes('-h')) {
    process.stdout.write(helpOf(command))
    return 0
  }
  return runCommand(command, rest)
}

async function runCommand(command: Command, argv: readonly string[]): Promise<number> {
  const output = createOutput(argv.includes('--json'))
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      options: { ...command.options, json: { type: 'boolean' } },
      allowPositionals: true,
      strict: true
    })
    return await command.run({ positionals, values: values as Record<string, string | boolean | undefined> }, output)
  } catch (error) {
    return failed(error, command, output.json)
  }
}

function failed(error: unknown, command: Command, json: boolean): number {
  if (error instanceof UsageError || isParseError(error)) return usage(error.message, `help ${command.name}`)
  const described = describe(error)
  if (json) process.stdout.write(`${JSON.stringify({ error: described })}\n`)
  process.stderr.write(`wattveil: ${sentenceOf(described)}\n`)
  return 2
}

type Described = { readonly code: string; readonly params: Readonly<Record<string, string | number>> }

function describe(error: unknown): Described {
  if (error instanceof AppError) return { code: error.code, params: error.params }
  if (error instanceof FormatError) return { code: error.code, params: { where: error.where } }
  if (error instanceof TransportError)
    return { code: `transport-${error.failure}`, params: { recipient: error.recipient } }
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    return { code: SYSTEM_CODES[error.code] ?? 'system', params: { detail: error.code } }
  }
  // Never exit 1: that is a verdict.
  process.stderr.write(`${unforeseen(error)}\n`)
  return { code: 'internal', params: {} }
}

const SYSTEM_CODES: Readonly<Record<string, string>> = {
  EACCES: 'place-forbidden',
  EPERM: 'place-forbidden',
  EROFS: 'place-forbidden',
  EEXIST: 'place-no-folder',
  ENOTDIR: 'place-no-folder',
  ENOSPC: 'disk-full',
  EADDRINUSE: 'port-taken',
  EADDRNOTAVAIL: 'host-unknown'
}

function usage(message: string, help: string): number {
  process.stderr.write(`wattveil: ${message}\nSee: wattveil ${help}\n`)
  return EXIT_USAGE
}

function isParseError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
}
