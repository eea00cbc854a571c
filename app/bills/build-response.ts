/** What a household opens for a period, as a value: a pure function of documents, records and openings. */

import type { Primitives } from '../../crypto'
import type { Period } from '../domain/interval'
import type { ChainId } from '../domain/meter/meter'
import { type MeterRecord, hashRecord } from '../domain/meter/record'
import type { BillingResponse, ResponseSegment } from './response-bytes'
import type { SectionPlan } from './sections'
import type { OwnFigures } from './sum-figures'

export type ResponseParts = {
  readonly contractHash: string
  /** Of the tariffs of the period, one after the other. */
  readonly tariffHash: string
  /** Null without an index component. */
  readonly listHash: string | null
  readonly period: Period
  readonly sections: readonly (Pick<SectionPlan, 'plan'> & { readonly own: OwnFigures | null })[]
  /** One per meter, in the order of the contract; null where it has no records. */
  readonly runs: readonly (ResponseSegment | null)[]
}

/** Null while figures or records are missing. */
export function buildResponse({ sections, runs, ...named }: ResponseParts): BillingResponse | null {
  const { contractHash, period, tariffHash, listHash } = named
  const segments = runs.flatMap((run) => run ?? [])
  const opened = sections.flatMap(({ plan, own }) => (own ? [{ plan, own }] : []))
  if (segments.length !== runs.length || segments.length === 0 || opened.length !== sections.length) return null
  return {
    contractHash,
    period,
    tariffHash,
    listHash,
    segments,
    cells: opened.flatMap(({ plan, own }) =>
      plan.cells.map(({ name }, index) => {
        const [energy, blinding] = [own.figures.cells[index], own.blindings[index]]
        if (energy === undefined || blinding === undefined) throw new RangeError('figures: one energy per cell wanted')
        return { name, energy, blinding }
      })
    ),
    amounts: opened.flatMap(({ own }) =>
      own.figures.indexAmount === null || own.indexBlinding === null
        ? []
        : [{ amount: own.figures.indexAmount, blinding: own.indexBlinding }]
    )
  }
}

/** First and last record of a meter in the period. */
export function runEnds(
  primitives: Primitives,
  chain: ChainId,
  entries: readonly { readonly record: MeterRecord }[]
): ResponseSegment | null {
  const [first, last] = [entries[0]?.record, entries.at(-1)?.record]
  if (!first || !last) return null
  return { chain, first: first.counter, last: last.counter, lastHash: hashRecord(primitives, last) }
}
