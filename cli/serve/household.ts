/** `wattveil serve household`: a home without a window, for a box that is always on. */

import { keepHouse } from '../../adapters/household/keep-house'
import type { RunningService } from '../../services/runtime/serve'
import { type Arguments, type Output, requiredText } from '../command'
import { createStandingLog } from '../group/standing-log'
import { openCliHousehold } from '../open-cli-household'
import { createFailureLog } from './failure-log'

export async function serveHousehold(args: Arguments, output: Output): Promise<RunningService> {
  const household = openCliHousehold({ folder: requiredText(args, 'state'), create: false })
  const report = createFailureLog((line) => process.stderr.write(`wattveil: ${line}\n`))
  const tell = createStandingLog((line) => {
    output.say(line)
  })
  const group = await household.app.procedures['rounds.group']({})
  const scheduler = keepHouse({
    household: () => household,
    report,
    ran: (name, well) => {
      if (!well) output.say(`${new Date().toISOString()} ${name}: not reached, tried again later`)
      if (name === 'rounds') household.app.procedures['rounds.group']({}).then(tell, report)
    }
  })
  output.result({ ready: 'household', group: group?.name ?? null }, () => [
    group ? `This home takes part in ${group.name}.` : 'This home is in no group.'
  ])
  return {
    url: '',
    close: async () => {
      await scheduler.stop()
      await household.close()
    }
  }
}
