/** One command of `wattveil`: its options, its help, its exit codes. */

import type { ParseArgsConfig } from 'node:util'

export type Options = NonNullable<ParseArgsConfig['options']>

export type Arguments = {
  readonly positionals: readonly string[]
  readonly values: Readonly<Record<string, string | boolean | undefined>>
}

export type Output = {
  /** True with --json: standard output gets the one result object and nothing else. */
  readonly json: boolean
  /** A line for people; goes to standard error with --json. */
  say(line: string): void
  /** Progress on standard error: overwritten in place on a terminal, elsewhere a line now and then. */
  progress(line: string): void
  /** The result; printed as JSON with --json, otherwise through `asText`. */
  result(value: unknown, asText: () => readonly string[]): void
}

export type Command = {
  readonly name: string
  readonly usage: string
  readonly summary: string
  readonly options: Options
  /** What each option means; one line per entry of the help. */
  readonly help: readonly (readonly [option: string, meaning: string])[]
  readonly exitCodes: readonly (readonly [code: number, meaning: string])[]
  run(args: Arguments, output: Output): Promise<number>
}

/** A command line that cannot be run; exit code 3. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export const EXIT_USAGE = 3

export function requiredText(args: Arguments, option: string): string {
  const value = args.values[option]
  if (typeof value !== 'string' || value === '') throw new UsageError(`--${option} is missing`)
  return value
}

export function optionalText(args: Arguments, option: string): string | undefined {
  const value = args.values[option]
  if (value === '') throw new UsageError(`--${option} has no value`)
  return typeof value === 'string' ? value : undefined
}

/** @throws UsageError for more arguments without a name than the command takes. */
export function atMost(args: Arguments, count: number): void {
  const extra = args.positionals[count]
  if (extra !== undefined) throw new UsageError(`what is ${extra}?`)
}

/** @throws UsageError unless the option is absent or a whole number in range. */
export function wholeNumber(args: Arguments, option: string, fallback: number, least: number, most: number): number {
  const text = optionalText(args, option)
  if (text === undefined) return fallback
  const value = /^\d{1,9}$/u.test(text) ? Number(text) : NaN
  if (!(value >= least && value <= most)) throw new UsageError(`--${option}: a whole number from ${least} to ${most}`)
  return value
}
