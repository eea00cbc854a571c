/** Port: what a person says about meters: a name, what it counts, and which meter came in place of which. */

import type { UtcSeconds } from '../domain/interval'

export type MeterNote = {
  readonly meterId: string
  /** Null: called as its source calls it. */
  readonly name: string | null
  /** Counts what the home's own system makes, and nothing else. */
  readonly isProduction: boolean
}

/** From `at` on, `newMeter` counts what `oldMeter` counted before. */
export type MeterExchange = { readonly oldMeter: string; readonly newMeter: string; readonly at: UtcSeconds }

/** A meter of a row of exchanged ones, and the time it stood for all of them; null is open. */
export type MeterPart = {
  readonly meterId: string
  readonly from: UtcSeconds | null
  readonly until: UtcSeconds | null
}

export type MeterNotes = {
  notes(): readonly MeterNote[]
  save(note: MeterNote): void
  exchanges(): readonly MeterExchange[]
  /** @throws RangeError where either is already part of another exchange on that side. */
  join(exchange: MeterExchange): void
  /** Ends the exchange by which `newMeter` came; false where there is none. */
  part(newMeter: string): boolean
}

/** The meter and those it replaced, oldest first. A ring of exchanges is cut where it closes. */
export function partsOf(exchanges: readonly MeterExchange[], meterId: string): readonly MeterPart[] {
  const parts: MeterPart[] = []
  const seen = new Set<string>()
  let at: string = meterId
  let until: UtcSeconds | null = null
  for (;;) {
    seen.add(at)
    const before = exchanges.find(({ newMeter }) => newMeter === at)
    const from = before && !seen.has(before.oldMeter) ? before.at : null
    parts.unshift({ meterId: at, from, until })
    if (!before || from === null) return parts
    at = before.oldMeter
    until = before.at
  }
}
