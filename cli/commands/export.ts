/** `wattveil export`: readings of a household into a file. */

import path from 'node:path'
import { toLocalDate } from '../../app/domain/calendar'
import { AppError } from '../../app/app-error'
import { type Arguments, type Command, UsageError, atMost, optionalText, requiredText } from '../command'
import { openCliHousehold } from '../open-cli-household'

/** What --format takes, and what the core calls it. */
const STYLES = { csv: 'en', 'csv-de': 'de', espi: 'espi', 'ar2418-6': 'ar2418' } as const

export const exportCommand: Command = {
  name: 'export',
  usage: 'export FILE --household DIR [--format FORMAT] [--from DAY] [--to DAY] [--meter ID]',
  summary: 'Writes readings into a file; a file that is there is replaced.',
  options: {
    household: { type: 'string' },
    format: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    meter: { type: 'string' }
  },
  help: [
    ['--household DIR', 'folder of the household'],
    [
      '--format FORMAT',
      'csv (decimal point), csv-de (decimal comma), espi (Green Button) or ar2418-6; csv when absent'
    ],
    ['--from DAY', 'first day, YYYY-MM-DD; the oldest when absent'],
    ['--to DAY', 'last day; the newest when absent'],
    ['--meter ID', 'one meter; the first when absent']
  ],
  exitCodes: [
    [0, 'the file was written'],
    [2, 'there is nothing to write, or it cannot be written'],
    [3, 'the command line is wrong']
  ],
  async run(args, output) {
    atMost(args, 1)
    const [file] = args.positionals
    if (file === undefined) throw new UsageError('export takes a file')
    const style = styleOf(args)
    const household = openCliHousehold({ folder: requiredText(args, 'household'), create: false })
    try {
      const { procedures } = household.app
      const wanted = optionalText(args, 'meter')
      const ranges = await procedures['readings.ranges']({})
      const range = ranges.find(({ meterId }) => wanted === undefined || meterId === wanted)
      if (!range) throw new AppError('meter-unknown')
      const { meterId } = range
      const first = dayOf(args, 'from', range.first)
      const last = dayOf(args, 'to', range.last)
      const target = household.files.grant(path.resolve(file))
      const { intervals } = await procedures['readings.export']({ meterId, first, last, style, target })
      output.result({ file, meter: meterId, first, last, intervals }, () => [
        `${path.basename(file)}: ${intervals} intervals of ${meterId}, ${first} to ${last}`
      ])
      return 0
    } finally {
      await household.close()
    }
  }
}

function styleOf(args: Arguments): (typeof STYLES)[keyof typeof STYLES] {
  const format = optionalText(args, 'format') ?? 'csv'
  const style = Object.entries(STYLES).find(([name]) => name === format)?.[1]
  if (!style) throw new UsageError(`--format: one of ${Object.keys(STYLES).join(', ')}`)
  return style
}

function dayOf(args: Arguments, option: string, fallback: string): string {
  const text = optionalText(args, option) ?? fallback
  try {
    return toLocalDate(text)
  } catch {
    throw new UsageError(`--${option}: a day as YYYY-MM-DD`)
  }
}
