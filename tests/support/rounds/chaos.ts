/** Faults between a household and the world: power cuts at any write, messages lost, repeated, answered too late. */

import { TransportError } from '../../../app/ports'
import type { PadLedger } from '../../../app/rounds/pad-ledger'
import type { RoundStore } from '../../../app/rounds/round-store'
import type { RoundTransport } from '../../../app/rounds/round-transport'
import type { RoundsDependencies } from '../../../app/rounds/rounds-context'

/** The process is gone at this point; nothing after it happens. */
export class PowerCut extends Error {
  override readonly name = 'PowerCut'
}

export type Fault = 'none' | 'before' | 'after' | 'twice'

export type Chaos = {
  /** What happens to the next message. */
  onMessage(): Fault
  /** What happens to the next write; `twice` counts as none. */
  onWrite(): Fault
}

/** Wraps the ports of a household. */
export function withChaos(chaos: Chaos): (deps: RoundsDependencies) => RoundsDependencies {
  return (deps) => ({
    ...deps,
    store: fragileStore(deps.store, chaos),
    ledger: fragileLedger(deps.ledger, chaos),
    connect: (address, recipient) => fragileTransport(deps.connect(address, recipient), chaos)
  })
}

function fragileStore(store: RoundStore, chaos: Chaos): RoundStore {
  const write =
    <Args extends readonly unknown[]>(work: (...args: Args) => void) =>
    (...args: Args): void => {
      const fault = chaos.onWrite()
      if (fault === 'before') throw new PowerCut()
      work(...args)
      if (fault === 'after') throw new PowerCut()
    }
  return {
    ...store,
    addGroup: write(store.addGroup),
    changeGroup: write(store.changeGroup),
    saveDay: write(store.saveDay),
    saveRoster: write(store.saveRoster),
    addEvidence: write(store.addEvidence)
  }
}

function fragileLedger(ledger: PadLedger, chaos: Chaos): PadLedger {
  return {
    ...ledger,
    reserve: (chain, rho, starts, andStore) => {
      const fault = chaos.onWrite()
      if (fault === 'before') throw new PowerCut()
      const result = ledger.reserve(chain, rho, starts, andStore)
      if (fault === 'after') throw new PowerCut()
      return result
    }
  }
}

function fragileTransport(transport: RoundTransport, chaos: Chaos): RoundTransport {
  const send =
    <Args extends readonly unknown[], Value>(work: (...args: Args) => Promise<Value>) =>
    async (...args: Args): Promise<Value> => {
      const fault = chaos.onMessage()
      if (fault === 'before') throw new TransportError('unreachable', transport.recipient)
      const value = await work(...args)
      if (fault === 'after') throw new TransportError('timeout', transport.recipient)
      return fault === 'twice' ? work(...args) : value
    }
  return {
    recipient: transport.recipient,
    enrol: send(transport.enrol),
    keys: send(transport.keys),
    refuse: send(transport.refuse),
    submit: send(transport.submit),
    rosters: send(transport.rosters),
    published: send(transport.published)
  }
}
