/** A process of neighbours' households; listens to nobody, asks the driver. */

import { closeOnSignal } from '../runtime/serve'
import { readEntryArguments } from '../runtime/entry-arguments'
import { householdConfig } from './config'
import { startHouseholds } from './start-households'

const { config, stateFolder } = readEntryArguments(householdConfig, process.argv.slice(2))
const households = startHouseholds(config, stateFolder)

process.stdout.write(`${JSON.stringify({ ready: 'household', url: '' })}\n`)
closeOnSignal(households.close)
