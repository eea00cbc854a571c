/**
 * Starts a whole neighbourhood as processes: meters, collector, supplier, driver, and the neighbours' households.
 * The household that a person looks at is not started here: it is the caller's own core.
 */

import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { request } from '../../adapters/http/request'
import { replaceFile } from '../../adapters/system/replace-file'
import { type InvitationFile, invitationSchema } from '../../app/rounds/invitation'
import type { Mischief } from '../household/mischief'
import type { DriverConfig } from './driver-config'
import type { Launch, LaunchedService, ServiceProgram } from './launch'
import { type NeighbourhoodOptions, OWN_NAME, type PlannedHousehold, planHouseholds } from './plan'

export type StartOptions = NeighbourhoodOptions & {
  /** Folder for everything the services keep; made where it is missing. */
  readonly folder: string
  readonly groupName: string
  readonly operator: string
  /** Smallest roster of the group, at least 10. */
  readonly minRoster: number
  /** 'batch' when absent. */
  readonly mode?: 'batch' | 'live'
  readonly launch: Launch
  /** Processes that share the neighbours' households. */
  readonly householdProcesses: number
  readonly supplier: Readonly<Record<string, unknown>>
  readonly driver: Pick<DriverConfig, 'schedule' | 'paceMs' | 'restAfterDays' | 'verifiedNeighbours' | 'patienceMs'>
  /** Called when a process ends that was not asked to. */
  readonly onFailure: (program: ServiceProgram) => void
  /** What each neighbour does wrong on purpose; nothing when absent. */
  readonly mischief?: (name: string) => Mischief
  /** Told before each part is started. */
  readonly onStart?: (program: ServiceProgram) => void
}

export type RunningNeighbourhood = {
  readonly driver: string
  readonly invitation: InvitationFile
  readonly supplier: string
  readonly own: {
    readonly name: string
    readonly meterId: string
    readonly meterAddress: string
    readonly meterPassword: string
  }
  readonly stop: () => Promise<void>
}

export async function startNeighbourhood(options: StartOptions): Promise<RunningNeighbourhood> {
  const running: LaunchedService[] = []
  const stop = async (): Promise<void> => {
    // Driver and households first: what they ask is still there while they end.
    for (const service of running.splice(0).reverse()) await service.stop()
  }
  try {
    return { ...(await startAll(options, running)), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function startAll(
  options: StartOptions,
  running: LaunchedService[]
): Promise<Omit<RunningNeighbourhood, 'stop'>> {
  const start = async (program: ServiceProgram, name: string, config: unknown, simulated: boolean): Promise<string> => {
    options.onStart?.(program)
    const state = path.join(options.folder, name)
    await mkdir(state, { recursive: true, mode: 0o700 })
    const configFile = path.join(state, 'config.json')
    await replaceFile(configFile, [Buffer.from(JSON.stringify(config))])
    const clock = simulated ? ['--simulated-clock', String(options.ownStart)] : []
    const service = await options.launch(program, ['--state', state, '--config', configFile, ...clock], () => {
      options.onFailure(program)
    })
    running.push(service)
    return service.url
  }
  const households = planHouseholds(options)
  const meters = await start('virtual-meter', 'meters', metersConfig(options, households), true)
  const collector = await start('collector', 'collector', collectorConfig(options), true)
  const supplier = await start('supplier', 'supplier', options.supplier, true)
  const invitation = await invitationOf(collector)
  const participants = households.map(({ name, isOwn }) => ({ name, isOwn }))
  const driverConfig = { ...options.driver, participants, clocks: [meters, collector, supplier] }
  const driver = await start('neighbourhood', 'driver', driverConfig, false)
  const neighbours = households.filter(({ isOwn }) => !isOwn)
  for (const [index, share] of sharesOf(neighbours, options.householdProcesses).entries()) {
    const hosted = share.map((each) => hostedHousehold(each, meters, invitation, options.mischief?.(each.name)))
    await start('household', `households-${index + 1}`, { driver, households: hosted }, false)
  }
  const own = households[0]
  if (!own) throw new RangeError('neighbourhood: no household')
  return {
    driver,
    invitation,
    supplier,
    own: {
      name: OWN_NAME,
      meterId: own.meterId,
      meterAddress: `${meters}/meters/${own.meterId}`,
      meterPassword: own.password
    }
  }
}

function metersConfig({ seconds, unitExp }: StartOptions, households: readonly PlannedHousehold[]): unknown {
  return {
    meters: households.map(({ meterId, password, start, load }) => ({
      meterId,
      password,
      level: 2,
      seconds,
      unitExp,
      start,
      load
    }))
  }
}

function collectorConfig({ operator, groupName, unitExp, seconds, minRoster, mode = 'batch' }: StartOptions): unknown {
  return { operator, group: { name: groupName, mode, unitExp, seconds, minRoster } }
}

function hostedHousehold(
  { name, meterId, password }: PlannedHousehold,
  meters: string,
  invitation: InvitationFile,
  mischief: Mischief | undefined
): unknown {
  const meterAddress = `${meters}/meters/${meterId}`
  return { name, meterId, meterAddress, meterPassword: password, invitation, ...(mischief ? { mischief } : {}) }
}

function sharesOf(households: readonly PlannedHousehold[], processes: number): PlannedHousehold[][] {
  const count = Math.min(processes, households.length)
  return Array.from({ length: count }, (_, share) => households.filter((_household, index) => index % count === share))
}

async function invitationOf(collector: string): Promise<InvitationFile> {
  const answer = await request({ url: `${collector}/invitation`, method: 'GET', timeoutMs: 10_000, maxBytes: 10_000 })
  return z.parse(invitationSchema, JSON.parse(new TextDecoder().decode(answer.body)))
}
