/** Opens the home that --household names for one command, and closes it whatever becomes of that. */

import { type Arguments, requiredText } from '../command'
import { type CliHousehold, openCliHousehold } from '../open-cli-household'

/** @param create makes an empty home where there is none. */
export async function withHome(
  args: Arguments,
  create: boolean,
  work: (household: CliHousehold) => Promise<number>
): Promise<number> {
  const household = openCliHousehold({ folder: requiredText(args, 'household'), create })
  try {
    return await work(household)
  } finally {
    await household.close()
  }
}
