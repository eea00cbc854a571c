/** Starts services by asking main, which alone can make processes. */

import type { Launch } from '../../services/neighbourhood/launch'
import type { HostRequests } from './host-requests'

export type ServiceLauncher = {
  readonly launch: Launch
  /** Told by main that a service ended which was not asked to. */
  readonly ended: (service: number) => void
}

export function createServiceLauncher(host: HostRequests): ServiceLauncher {
  const onEnds = new Map<number, () => void>()
  return {
    launch: async (program, args, onEnd) => {
      const { service, url } = await host.ask({ kind: 'start-service', program, args: [...args] })
      onEnds.set(service, onEnd)
      return {
        url,
        stop: async () => {
          onEnds.delete(service)
          await host.ask({ kind: 'stop-service', service })
        }
      }
    },
    ended: (service) => {
      const onEnd = onEnds.get(service)
      onEnds.delete(service)
      onEnd?.()
    }
  }
}
