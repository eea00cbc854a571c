/** `wattveil privacy`: everything that ever left a household, as a file. */

import path from 'node:path'
import { type Arguments, type Command, UsageError, atMost, optionalText, requiredText } from '../command'
import { openCliHousehold } from '../open-cli-household'

const STYLES = ['csv', 'json'] as const

export const privacyCommand: Command = {
  name: 'privacy',
  usage: 'privacy FILE --household DIR [--format FORMAT]',
  summary: 'Writes the log of everything that left a household: when, to whom, why, how many bytes.',
  options: { household: { type: 'string' }, format: { type: 'string' } },
  help: [
    ['--household DIR', 'folder of the household'],
    ['--format FORMAT', 'csv or json; csv when absent']
  ],
  exitCodes: [
    [0, 'the file was written'],
    [2, 'the household cannot be opened, or the file not written'],
    [3, 'the command line is wrong']
  ],
  async run(args, output) {
    atMost(args, 1)
    const [file] = args.positionals
    if (file === undefined) throw new UsageError('privacy takes a file')
    const style = styleOf(args)
    const household = openCliHousehold({ folder: requiredText(args, 'household'), create: false })
    try {
      const target = household.files.grant(path.resolve(file))
      const { entries } = await household.app.procedures['privacy.export']({ target, style })
      output.result({ file, entries }, () => [`${path.basename(file)}: ${entries} messages.`])
      return 0
    } finally {
      await household.close()
    }
  }
}

function styleOf(args: Arguments): (typeof STYLES)[number] {
  const wanted = optionalText(args, 'format') ?? 'csv'
  const style = STYLES.find((name) => name === wanted)
  if (!style) throw new UsageError(`--format: one of ${STYLES.join(', ')}`)
  return style
}
