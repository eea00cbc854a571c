/**
 * Lets all meters of the process write what is over by now. Chains go in step, interval by interval, because a record's
 * blinding needs the hash of the one before, while the commitments of one step are made together (several times faster).
 */

import { setImmediate } from 'node:timers/promises'
import type { CommitmentKernel, Primitives } from '../../crypto'
import type { UtcSeconds } from '../../app/domain/interval'
import type { KeptRecord, MeterState } from './meter-state'
import { type ChainTip, type VirtualChain, type VirtualMeter, completeRecord, draftNext, tipOf } from './virtual-meter'

/** Records per transaction, over all chains. */
const PORTION = 512

export type ProductionDeps = {
  readonly primitives: Primitives
  readonly kernel: CommitmentKernel
  readonly state: MeterState
  readonly meters: readonly VirtualMeter[]
}

type Line = {
  readonly meter: VirtualMeter
  readonly chain: VirtualChain
  readonly pairedAt: UtcSeconds
  tip: ChainTip
  written: KeptRecord[]
}

/** Makes and stores every record whose interval is over. Yields between portions, so that requests get their turn. */
export async function produceRecords(deps: ProductionDeps, now: UtcSeconds): Promise<void> {
  const lines = linesOf(deps)
  let due = lines
  let portion = 0
  while (due.length > 0) {
    due = writeOneEach(deps, due, now)
    portion += due.length
    if (portion >= PORTION || due.length === 0) {
      store(deps.state, lines)
      portion = 0
      await setImmediate()
    }
  }
}

function linesOf({ primitives, state, meters }: ProductionDeps): Line[] {
  return meters.flatMap((meter) =>
    meter.chains.flatMap((chain): Line[] => {
      const key = state.keyOf(chain.id)
      const pairing = state.pairingOf(meter.config.meterId)
      if (!key || !pairing) return []
      const tip = tipOf(primitives, chain, state.newest(chain.id), key)
      return [{ meter, chain, tip, pairedAt: pairing.at, written: [] }]
    })
  )
}

/** One record for every line that has one due. @returns these lines. */
function writeOneEach({ primitives, kernel }: ProductionDeps, lines: readonly Line[], now: UtcSeconds): Line[] {
  const drafts = lines.flatMap((line) => {
    const draft = draftNext(primitives, line.meter, line.chain, line.tip, line.pairedAt, now)
    return draft ? [{ line, draft }] : []
  })
  const commitments = kernel.commitAll(
    drafts.map(({ draft }) => draft.value),
    drafts.map(({ draft }) => draft.blinding)
  )
  drafts.forEach(({ line, draft }, index) => {
    const commitment = commitments.slice(32 * index, 32 * index + 32)
    const { kept, tip } = completeRecord(primitives, line.meter, line.chain, line.tip, draft, commitment)
    line.tip = tip
    line.written.push(kept)
  })
  return drafts.map(({ line }) => line)
}

function store(state: MeterState, lines: readonly Line[]): void {
  const additions = lines
    .filter((line) => line.written.length > 0)
    .map((line) => ({ chain: line.chain.id, records: line.written, key: line.tip.key }))
  if (additions.length > 0) state.append(additions)
  for (const line of lines) line.written = []
}
