/** The same neighbourhood with the collector behind real HTTP on loopback. */

import { onTestFinished } from 'vitest'
import type { Leaving } from '../../../adapters/http/request'
import { createCollectorConnection } from '../../../adapters/http/round-transport'
import { encodeInvitation } from '../../../app/rounds/invitation'
import { createChangeFeed } from '../../../services/collector/change-feed'
import { collectorRoutes } from '../../../services/collector/collector-routes'
import { serveRoutes } from '../../../services/runtime/serve'
import { type Neighbourhood, type NeighbourhoodOptions, createNeighbourhood } from './test-neighbourhood'

export type HttpNeighbourhood = Neighbourhood & {
  /** Everything that left a household, in order. */
  readonly sent: readonly Leaving[]
  /** Where households send to; can be changed to point at something else. */
  readonly address: { now: string }
}

export type HttpOptions = Omit<NeighbourhoodOptions, 'connect'> & { readonly timeoutMs?: number }

export async function createHttpNeighbourhood(options: HttpOptions): Promise<HttpNeighbourhood> {
  const sent: Leaving[] = []
  const address = { now: '' }
  const connection = createCollectorConnection({
    beforeSend: (leaving) => void sent.push(leaving),
    timeoutMs: options.timeoutMs ?? 5000
  })
  const all = createNeighbourhood({
    ...options,
    connect: () => (_, recipient, pin, startOf) => {
      // Asked each time, so that a test can move the collector.
      const at = (): ReturnType<typeof connection> => connection(address.now, recipient, pin, startOf)
      return {
        recipient,
        enrol: (...args) => at().enrol(...args),
        keys: (...args) => at().keys(...args),
        end: (...args) => at().end(...args),
        refuse: (...args) => at().refuse(...args),
        submit: (...args) => at().submit(...args),
        rosters: (...args) => at().rosters(...args),
        wish: (...args) => at().wish(...args),
        endorse: (...args) => at().endorse(...args),
        endorsements: (...args) => at().endorsements(...args),
        ask: (...args) => at().ask(...args),
        dlist: (...args) => at().dlist(...args),
        findings: (...args) => at().findings(...args),
        board: (...args) => at().board(...args),
        published: (...args) => at().published(...args)
      }
    }
  })
  const service = await serveRoutes({ routes: collectorRoutes(all.collector, all.group, createChangeFeed()), port: 0 })
  onTestFinished(() => service.close())
  address.now = service.url
  const invitation = encodeInvitation({
    group: all.group,
    address: service.url,
    operator: 'Stromwerk Musterau',
    pin: null
  })
  return { ...all, join: () => all.join(), invitation, sent, address }
}
