/** `wattveil serve collector`: the groups founded in its folder, or one group from a configuration. */

import path from 'node:path'
import { isIP } from 'node:net'
import { AppError } from '../../app/app-error'
import { FormatError } from '../../crypto'
import { collectorConfig } from '../../services/collector/collector-config'
import { groupsIn } from '../../services/collector/group-folder'
import { type HostingOptions, startCollector, startCollectors } from '../../services/collector/start-collector'
import { type OwnCertificate, ownCertificate } from '../../services/runtime/own-certificate'
import type { RunningService } from '../../services/runtime/serve'
import { type Arguments, type Output, UsageError, optionalText, requiredText, wholeNumber } from '../command'
import { publicAddress } from '../group/public-address'
import { TLS_KEY_FILE } from '../group/tls-key-file'
import { configOf, placeOf } from './arguments'
import { createFailureLog } from './failure-log'

const EXAMPLE_GROUP = { operator: 'Netzbetreiber Musterau', group: { name: 'Lindenhof', seconds: 900 } }
const THIS_PC = ['127.0.0.1', 'localhost', '::1']
const NO_METRICS = 0

export async function serveCollector(args: Arguments, output: Output): Promise<RunningService> {
  const { stateFolder, ...place } = placeOf(args)
  const isConfigured = optionalText(args, 'config') !== undefined
  const groups = isConfigured ? [] : groupsIn(stateFolder)
  const isPublic = args.values['tls'] === true || optionalText(args, 'public-address') !== undefined
  // In a mistyped folder homes would find another group under the same address.
  if (!isConfigured && groups.length === 0 && isPublic) throw new AppError('group-missing', { directory: stateFolder })
  const report = createFailureLog((line) => process.stderr.write(`wattveil: ${line}\n`))
  const hosting: HostingOptions = { ...place, ...hostingOf(args), report }
  if (groups.length === 0) {
    const config = configOf(collectorConfig, args, EXAMPLE_GROUP)
    const service = await orSaid(() => startCollector({ ...hosting, stateFolder, config }))
    output.result({ ready: 'collector', url: service.url, invitation: service.invitation }, () => [
      `Collector of ${config.group.name} at ${service.url}, invitation at ${service.url}/invitation`
    ])
    return service
  }
  const service = await startCollectors(groups, hosting)
  output.result({ ready: 'collector', url: service.url, groups: service.groups, metrics: service.metricsUrl }, () => [
    ...service.groups.map(({ name, invitation }) => `Collector of ${name} at ${invitation.collector.address}`),
    ...(service.metricsUrl ? [`Counters at ${service.metricsUrl}`] : [])
  ])
  return service
}

async function orSaid<Value>(start: () => Promise<Value>): Promise<Value> {
  try {
    return await start()
  } catch (error) {
    if (error instanceof FormatError) throw new AppError('service-config', { where: error.where })
    throw error
  }
}

function hostingOf(args: Arguments): Omit<HostingOptions, 'port' | 'clock'> {
  const host = optionalText(args, 'host') ?? '127.0.0.1'
  if (isIP(host) === 0 && host !== 'localhost') throw new UsageError('--host: an address such as 0.0.0.0')
  const given = optionalText(args, 'public-address')
  const shown = given === undefined ? undefined : publicAddress('--public-address', given)
  const tls = args.values['tls'] === true ? certificateFor(args, shown) : null
  if (!tls && !THIS_PC.includes(host)) {
    throw new UsageError(
      'off this PC a collector needs --tls; behind a proxy that encrypts, let it listen on 127.0.0.1'
    )
  }
  const metrics = wholeNumber(args, 'metrics', NO_METRICS, 1, 65_535)
  return {
    host,
    tls,
    metricsPort: metrics === NO_METRICS ? null : metrics,
    ...(shown === undefined ? {} : { publicAddress: shown })
  }
}

/** The names in it are for people who look at it; households go by the key. */
function certificateFor(args: Arguments, shown: string | undefined): OwnCertificate {
  const file = path.join(requiredText(args, 'state'), TLS_KEY_FILE)
  const name = shown === undefined ? null : new URL(shown).hostname
  return ownCertificate(file, [...(name === null ? [] : [name]), 'localhost', '127.0.0.1'])
}
