/** The port PadLedger in memory, in one transaction with the rest of the household's state. */

import { equalBytes } from '../../../../crypto'
import { toUtcSeconds } from '../../../../app/domain/interval'
import type { ChainId } from '../../../../app/domain/meter/meter'
import type { PadLedger, Reservation } from '../../../../app/rounds/pad-ledger'
import type { Cell } from './cell'
import type { HouseholdState } from './household-state'

export function createMemoryPadLedger(cell: Cell<HouseholdState>): PadLedger {
  const nameOfPad = ({ meterId, obis }: ChainId, start: number): string => `${meterId} ${String(obis)} ${String(start)}`
  const rhoOf: PadLedger['rhoOf'] = (chain, start) => cell.get().pads.get(nameOfPad(chain, start)) ?? null
  return {
    rhoOf,
    submittedBefore: () => cell.get().floor,
    reserve: (chain, rho, intervalStarts, andStore) =>
      cell.transaction((): Reservation => {
        const { floor, pads } = cell.get()
        for (const intervalStart of intervalStarts) {
          const other = rhoOf(chain, intervalStart)
          if (other ? !equalBytes(other, rho) : intervalStart < floor) return { reserved: false, intervalStart }
        }
        const reserved = intervalStarts.map((start) => [nameOfPad(chain, start), rho] as const)
        cell.set({ pads: new Map([...pads, ...reserved]) })
        andStore()
        return { reserved: true }
      }),
    countAsSubmittedBefore: (time) => {
      cell.set({ floor: toUtcSeconds(Math.max(cell.get().floor, time)) })
    }
  }
}
