/** `wattveil import`: readings from files into a household. */

import path from 'node:path'
import type { ImportedFile, TableLayout } from '../../app/contract'
import { toIsoInstant, toUtcSeconds } from '../../app/domain/interval'
import { REST_METER } from '../../app/readings/formats/table/channels'
import { METER_NAME } from '../../app/readings/formats/wattveil-csv-form'
import { type Command, UsageError, optionalText, requiredText } from '../command'
import { openCliHousehold } from '../open-cli-household'
import { sentenceOf } from '../sentences'

export const importCommand: Command = {
  name: 'import',
  usage: 'import FILE... --household DIR [--meter NAME] [--layout FILE]',
  summary: 'Reads readings from files; the same file again changes nothing.',
  options: { household: { type: 'string' }, meter: { type: 'string' }, layout: { type: 'string' } },
  help: [
    ['--household DIR', 'folder of the household; made where it is missing'],
    ['--meter NAME', 'where readings go whose file names no meter; home when absent'],
    ['--layout FILE', 'what the columns of a table mean, as saved by the window; remembered']
  ],
  exitCodes: [
    [0, 'every file was taken'],
    [1, 'a file was refused; nothing of it was taken'],
    [2, 'the household cannot be opened'],
    [3, 'the command line is wrong']
  ],
  async run(args, output) {
    if (args.positionals.length === 0) throw new UsageError('import takes at least one file')
    const meterId = optionalText(args, 'meter')
    if (meterId !== undefined && !METER_NAME.test(meterId))
      throw new UsageError(`--meter: ${meterId} is no name of a meter`)
    const layoutFile = optionalText(args, 'layout')
    const household = openCliHousehold({ folder: requiredText(args, 'household'), create: true })
    try {
      const { procedures } = household.app
      const choices: { meterId?: string; layout?: TableLayout } = meterId === undefined ? {} : { meterId }
      if (layoutFile !== undefined) {
        const layout = await procedures['readings.open-layout']({ file: household.files.grant(layoutFile) })
        await procedures['readings.keep-layout']({ layout })
        choices.layout = layout
      }
      const results: Result[] = []
      for (const file of args.positionals) {
        const imported = await procedures['readings.import']({ files: [household.files.grant(file)], ...choices })
        results.push(...imported.map((one) => resultOf(imported.length > 1 ? `${file} › ${one.name}` : file, one)))
      }
      output.result({ files: results }, () => results.flatMap(textOf))
      return results.some(({ refused }) => refused !== null) ? 1 : 0
    } finally {
      await household.close()
    }
  }
}

type Result = ReturnType<typeof resultOf>

/** What remains beside an energy community is part of what its meter measured, and not counted twice. */
function resultOf(file: string, { format, meters: all, remarks, refused }: ImportedFile) {
  const ids = new Set(all.map(({ meterId }) => `${meterId}${REST_METER}`))
  const meters = all.filter(({ meterId }) => !ids.has(meterId))
  const firsts = meters.flatMap(({ first }) => (first === null ? [] : [first]))
  const lasts = meters.flatMap(({ last }) => (last === null ? [] : [last]))
  return {
    file,
    format,
    meters: all.map(({ meterId }) => meterId),
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
    return [
      `${name}: not imported. ${sentenceOf({ ...refused, params: { name, ...refused.params } })}`,
      ...remarks.map((remark) => `  ${sentenceOf(remark)}`)
    ]
  }
  return [
    `${name}: ${intervals} intervals, ${first ?? 'nothing'} to ${last ?? 'nothing'}, ${sumsOf(sumWh)}`,
    ...remarks.map((remark) => `  ${sentenceOf(remark)}`)
  ]
}

/** A register that the file does not have is not told as 0. */
function sumsOf({ drawn, fedIn }: Result['sumWh']): string {
  const sums = [...(drawn === null ? [] : [`drawn ${drawn} Wh`]), ...(fedIn === null ? [] : [`fed in ${fedIn} Wh`])]
  return sums.length > 0 ? sums.join(', ') : 'no energy'
}
