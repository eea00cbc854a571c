/** `wattveil zone`: the zone by whose midnights a household's days are cut. */

import { type Command, atMost, requiredText } from '../command'
import { openCliHousehold } from '../open-cli-household'

export const zoneCommand: Command = {
  name: 'zone',
  usage: 'zone [NAME] --household DIR',
  summary: 'Tells or changes the time zone that the days of a household follow, such as Europe/Berlin.',
  options: { household: { type: 'string' } },
  help: [['--household DIR', 'folder of the household; it has the zone of the PC it was made on']],
  exitCodes: [
    [0, 'told, or changed'],
    [2, 'the household cannot be opened, or nobody knows this zone'],
    [3, 'the command line is wrong']
  ],
  async run(args, output) {
    atMost(args, 1)
    const household = openCliHousehold({ folder: requiredText(args, 'household'), create: false })
    try {
      const [name] = args.positionals
      const { timeZone } = await household.app.procedures['settings.change'](
        name === undefined ? {} : { timeZone: name }
      )
      output.result({ timeZone }, () => [timeZone])
      return 0
    } finally {
      await household.close()
    }
  }
}
