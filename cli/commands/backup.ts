/** `wattveil backup`: a household as one sealed file. */

import { type Command, UsageError, requiredText } from '../command'
import { backupsOf } from '../household-backups'
import { openCliHousehold } from '../open-cli-household'

export const backupCommand: Command = {
  name: 'backup',
  usage: 'backup FILE --household DIR [--show-words]',
  summary: 'Writes a household into one encrypted file that only its twelve words open.',
  options: { household: { type: 'string' }, 'show-words': { type: 'boolean' } },
  help: [
    ['--household DIR', 'folder of the household'],
    ['--show-words', 'also prints the twelve words; they are the same for every backup of a household']
  ],
  exitCodes: [
    [0, 'written'],
    [2, 'the household cannot be opened, or the file not written'],
    [3, 'the command line is wrong']
  ],
  async run(args, output) {
    const [file, ...more] = args.positionals
    if (file === undefined || more.length > 0) throw new UsageError('backup takes one file')
    const folder = requiredText(args, 'household')
    const household = openCliHousehold({ folder, create: false })
    try {
      const { procedures } = backupsOf(household, folder, output)
      const { bytes } = await procedures['backup.write']({ target: household.files.grant(file) })
      const words = args.values['show-words'] === true ? (await procedures['backup.words']({})).words : null
      output.result({ file, bytes, words }, () => [
        `${file}: ${bytes} bytes.`,
        words ? `Its words: ${words.join(' ')}` : 'Its words: wattveil backup with --show-words'
      ])
      return 0
    } finally {
      await household.close()
    }
  }
}
