/** `wattveil import`: readings from files into a household. */

import path from 'node:path'
import type { ImportedFile } from '../../app/contract'
import { toIsoInstant, toUtcSeconds } from '../../app/domain/interval'
import { type Command, UsageError, requiredText } from '../command'
import { openCliHousehold } from '../open-cli-household'
import { sentenceOf } from '../sentences'

export const importCommand: Command = {
  name: 'import',
  usage: 'import FILE... --household DIR',
  summary: 'Reads readings from files; the same file again changes nothing.',
  options: { household: { type: 'string' } },
  help: [['--household DIR', 'folder of the household; made where it is missing']],
  exitCodes: [
    [0, 'every file was taken'],
    [1, 'a file was refused; nothing of it was taken'],
    [2, 'the household cannot be opened'],
    [3, 'the command line is wrong']
  ],
  async run(args, output) {
    if (args.positionals.length === 0) throw new UsageError('import takes at least one file')
    const household = openCliHousehold({ folder: requiredText(args, 'household'), create: true })
    try {
      const results: Result[] = []
      for (const file of args.positionals) {
        const [imported] = await household.app.procedures['readings.import']({ files: [household.files.grant(file)] })
        if (imported) results.push(resultOf(file, imported))
      }
      output.result({ files: results }, () => results.flatMap(textOf))
      return results.some(({ refused }) => refused !== null) ? 1 : 0
    } finally {
      await household.close()
    }
  }
}

type Result = ReturnType<typeof resultOf>

function resultOf(file: string, { format, meters, remarks, refused }: ImportedFile) {
  const firsts = meters.flatMap(({ first }) => (first === null ? [] : [first]))
  const lasts = meters.flatMap(({ last }) => (last === null ? [] : [last]))
  return {
    file,
    format,
    meters: meters.map(({ meterId }) => meterId),
    intervals: meters.reduce((sum, { intervals }) => sum + intervals, 0),
    first: firsts.length > 0 ? toIsoInstant(toUtcSeconds(Math.min(...firsts))) : null,
    last: lasts.length > 0 ? toIsoInstant(toUtcSeconds(Math.max(...lasts))) : null,
    sumWh: { drawn: wattHours(meters.map(({ drawn }) => drawn)), fedIn: wattHours(meters.map(({ fedIn }) => fedIn)) },
    remarks,
    refused
  }
}

/** Exact decimal watt-hours: views speak whole milliwatt-hours. */
function wattHours(milli: readonly (number | null)[]): string | null {
  const known = milli.flatMap((each) => (each === null ? [] : [each]))
  if (known.length === 0) return null
  const sum = known.reduce((total, each) => total + BigInt(each), 0n)
  const fraction = (sum % 1000n).toString().padStart(3, '0').replace(/0+$/u, '')
  return fraction === '' ? (sum / 1000n).toString() : `${sum / 1000n}.${fraction}`
}

function textOf({ file, intervals, first, last, sumWh, remarks, refused }: Result): string[] {
  const name = path.basename(file)
  if (refused) {
    return [`${name}: not imported. ${sentenceOf({ ...refused, params: { name, ...refused.params } })}`]
  }
  return [
    `${name}: ${intervals} intervals, ${first ?? 'nothing'} to ${last ?? 'nothing'}, drawn ${sumWh.drawn ?? '0'} Wh`,
    ...remarks.map((remark) => `  ${sentenceOf(remark)}`)
  ]
}
