/** What the numbers were measured on. */

import os from 'node:os'

export type Machine = {
  readonly processor: string
  readonly cores: number
  readonly memoryGiB: number
  readonly system: string
  readonly node: string
}

/** Above this many busy cores at the start the numbers say more about the other programs. */
const QUIET_LOAD = 0.5

export function thisMachine(): Machine {
  return {
    processor: os.cpus()[0]?.model.trim() ?? 'unknown',
    cores: os.availableParallelism(),
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.type()} ${os.release()} ${os.arch()}`,
    node: process.version
  }
}

export function describeMachine({ processor, cores, memoryGiB, system, node }: Machine): string {
  return `${processor}, ${cores} cores, ${memoryGiB} GiB, ${system}, Node ${node}`
}

/** A warning where others are at work; null where the machine is quiet. Systems without a load average say 0. */
export function disturbance(): string | null {
  const load = os.loadavg()[0] ?? 0
  if (load <= QUIET_LOAD) return null
  return `The machine was busy with other programs (load ${load.toFixed(1)}): times are too long, ratios less so.`
}
