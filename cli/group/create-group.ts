/** Founds a group in the folder of a collector. */

import { systemClock } from '../../adapters/system/system-clock'
import { checkShape } from '../../app/check-shape'
import { FormatError } from '../../crypto'
import { collectorConfig } from '../../services/collector/collector-config'
import { foundGroup } from '../../services/collector/found-group'
import { type Arguments, type Output, UsageError, atMost, optionalText, requiredText, wholeNumber } from '../command'

const DAY = 86_400
const NAME = '1 to 64 bytes of text, without control characters, directions or what is not seen'
const RULES: Readonly<Record<string, string>> = {
  'group.name': `--name: ${NAME}`,
  operator: `--operator: ${NAME}`,
  'group.seconds': '--seconds: a length of intervals that divides the day, such as 900, 1800 or 3600',
  'group.mainFuse.phases': '--phases: 1 or 3'
}

export function createGroup(args: Arguments, output: Output): Promise<number> {
  atMost(args, 1)
  const state = requiredText(args, 'state')
  const parsed = checkShape(collectorConfig, {
    operator: requiredText(args, 'operator'),
    group: {
      name: requiredText(args, 'name'),
      mode: oneOf(args, 'mode', ['batch', 'live']),
      direction: oneOf(args, 'direction', ['drawn', 'fed-in']),
      seconds: wholeNumber(args, 'seconds', 900, 60, DAY),
      minRoster: wholeNumber(args, 'min-roster', 10, 10, 200),
      mainFuse: { phases: wholeNumber(args, 'phases', 3, 1, 3), amperes: wholeNumber(args, 'amperes', 63, 1, 1000) }
    }
  })
  if (!parsed.success) throw new UsageError(wordsFor(parsed.issues[0]?.path.join('.') ?? ''))
  const { folder, ...group } = founded(() => foundGroup(state, parsed.data, systemClock))
  output.result({ ...group, folder }, () => [
    `${group.name} is founded. Its rules and its key are in ${folder}; keep a copy of that folder, offline.`,
    `Next: wattveil serve collector --state ${state} --host 0.0.0.0 --port 8443 --tls`,
    `Then: wattveil group invite --state ${state} --address https://YOUR-SERVER:8443`
  ])
  return Promise.resolve(0)
}

function founded<Value>(open: () => Value): Value {
  try {
    return open()
  } catch (error) {
    if (error instanceof FormatError) throw new UsageError(wordsFor(error.where))
    throw error
  }
}

/** What an option takes, for the place in the rules that it fills. */
function wordsFor(where: string): string {
  return RULES[where] ?? `the rules of the group are not as they should be: ${where}`
}

function oneOf(args: Arguments, option: string, values: readonly [string, ...string[]]): string {
  const value = optionalText(args, option) ?? values[0]
  if (!values.includes(value)) throw new UsageError(`--${option}: ${values.join(' or ')}`)
  return value
}
