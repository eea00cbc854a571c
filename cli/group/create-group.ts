/** Founds a group in the folder of a collector. */

import { systemClock } from '../../adapters/system/system-clock'
import { AppError } from '../../app/app-error'
import { checkShape } from '../../app/check-shape'
import { FormatError } from '../../crypto'
import { collectorConfig } from '../../services/collector/collector-config'
import { addGroupFolder, writeTerms } from '../../services/collector/group-folder'
import { openGroup } from '../../services/collector/open-group'
import { type Arguments, type Output, UsageError, atMost, optionalText, requiredText, wholeNumber } from '../command'

const DAY = 86_400

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
  if (!parsed.success) throw new AppError('service-config', { where: parsed.issues[0]?.path.join('.') ?? '' })
  const folder = addGroupFolder(state, parsed.data)
  const group = founded(() => openGroup(parsed.data, folder, systemClock))
  group.close()
  writeTerms(folder, group.invitation('http://127.0.0.1', null).group)
  output.result({ name: group.name, place: group.place, folder }, () => [
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
    if (error instanceof FormatError) throw new AppError('service-config', { where: error.where })
    throw error
  }
}

function oneOf(args: Arguments, option: string, values: readonly [string, ...string[]]): string {
  const value = optionalText(args, option) ?? values[0]
  if (!values.includes(value)) throw new UsageError(`--${option}: ${values.join(' or ')}`)
  return value
}
