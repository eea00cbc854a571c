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

/** late: it is given up as lost, and arrives when nobody expects it any more. */
export type Fault = 'none' | 'before' | 'after' | 'twice' | 'late'

export type Chaos = {
  /** What happens to the next message. */
  onMessage(): Fault
  /** What happens to the next write; `twice` cuts a reservation in its middle, and after it elsewhere. */
  onWrite(): Fault
  /** Ends the process; throws PowerCut when absent. */
  readonly cut?: () => never
  /** Keeps a late message; lost for ever when absent. */
  readonly later?: (send: () => Promise<unknown>) => void
}

function powerCut(): never {
  throw new PowerCut()
}

/** Wraps the ports of a household. */
export function withChaos(chaos: Chaos): (deps: RoundsDependencies) => RoundsDependencies {
  return (deps) => ({
    ...deps,
    store: fragileStore(deps.store, chaos),
    ledger: fragileLedger(deps.ledger, chaos),
    connect: (...args) => fragileTransport(deps.connect(...args), chaos)
  })
}

function fragileStore(store: RoundStore, { onWrite, cut = powerCut }: Chaos): RoundStore {
  const write =
    <Args extends readonly unknown[]>(work: (...args: Args) => void) =>
    (...args: Args): void => {
      const fault = onWrite()
      if (fault === 'before') cut()
      work(...args)
      if (fault !== 'none') cut()
    }
  return {
    ...store,
    addGroup: write(store.addGroup),
    changeGroup: write(store.changeGroup),
    saveDay: write(store.saveDay),
    saveRoster: write(store.saveRoster),
    addEvidence: write(store.addEvidence),
    saveDlist: write(store.saveDlist),
    saveRound: write(store.saveRound),
    saveEndorsed: write(store.saveEndorsed)
  }
}

function fragileLedger(ledger: PadLedger, { onWrite, cut = powerCut }: Chaos): PadLedger {
  return {
    ...ledger,
    reserve: (chain, rho, starts, andStore) => {
      const fault = onWrite()
      if (fault === 'before') cut()
      const result = ledger.reserve(chain, rho, starts, () => {
        andStore()
        // Between the log and the commit.
        if (fault === 'twice') cut()
      })
      if (fault === 'after') cut()
      return result
    }
  }
}

function fragileTransport(transport: RoundTransport, chaos: Chaos): RoundTransport {
  /** Where the process ends with the message, nobody is left to be told of an error. */
  const lose = (failure: 'unreachable' | 'timeout'): never => {
    chaos.cut?.()
    throw new TransportError(failure, transport.recipient)
  }
  const send =
    <Args extends readonly unknown[], Value>(work: (...args: Args) => Promise<Value>) =>
    async (...args: Args): Promise<Value> => {
      const fault = chaos.onMessage()
      if (fault === 'before') lose('unreachable')
      if (fault === 'late') chaos.later?.(() => work(...args))
      if (fault === 'late') lose('timeout')
      const value = await work(...args)
      if (fault === 'after') lose('timeout')
      return fault === 'twice' ? work(...args) : value
    }
  return {
    recipient: transport.recipient,
    enrol: send(transport.enrol),
    keys: send(transport.keys),
    end: send(transport.end),
    refuse: send(transport.refuse),
    submit: send(transport.submit),
    rosters: send(transport.rosters),
    wish: send(transport.wish),
    endorse: send(transport.endorse),
    endorsements: send(transport.endorsements),
    ask: send(transport.ask),
    dlist: send(transport.dlist),
    findings: send(transport.findings),
    board: send(transport.board),
    published: send(transport.published)
  }
}
