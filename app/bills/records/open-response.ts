/**
 * Own figures where no reading is at hand: those of the RESPONSE, once the household's signature, its terms and the
 * sums of the meter's commitments show that they are the figures of these records and of nothing else.
 */

import { FormatError, equalBytes, toHex } from '../../../crypto'
import { hashRecord } from '../../domain/meter/record'
import type { WorkHooks } from '../../ports'
import type { Evidence, Reckoning } from '../evidence'
import { type BillingResponse, decodeResponse } from '../response-bytes'
import type { OwnFigures } from '../sum-figures'
import { sumsOpen } from './sums-open'

export type OpenedResponse =
  | { readonly ok: true }
  | {
      readonly ok: false
      readonly code: 'response-not-here' | 'response-not-signed' | 'response-contradicts' | 'sum-does-not-open'
      /** The cell or field concerned. */
      readonly name: string
    }

/** The evidence with its figures opened, or with the reason why they are not. @throws WorkCancelled. */
export async function openResponse(evidence: Evidence, hooks: WorkHooks): Promise<Evidence> {
  const { reckoning, response, sources, contract } = evidence
  const no = (code: Extract<OpenedResponse, { ok: false }>['code'], name = ''): Evidence => ({
    ...evidence,
    opened: { ok: false, code, name }
  })
  if (!response) return no('response-not-here')
  const { key } = contract.document.household
  if (!sources.primitives.ed25519.verify(response.signature, response.body, key)) return no('response-not-signed')
  const read = decoded(response.body)
  if (!read) return no('response-not-signed')
  // Without tariff or list there is nothing to sum by; V6 says what is missing.
  if (!reckoning?.intervals) return evidence
  const contradiction = contradictionIn(evidence, reckoning, read)
  if (contradiction) return no('response-contradicts', contradiction)
  const amount = read.amounts[0] ?? null
  const sums = await sumsOpen(sources.work, { intervals: reckoning.intervals, cells: read.cells, amount }, hooks)
  if (!sums.ok) return no('sum-does-not-open', sums.name)
  return { ...evidence, opened: { ok: true }, reckoning: { ...reckoning, own: figuresOf(read) } }
}

function decoded(body: Uint8Array): BillingResponse | null {
  try {
    return decodeResponse(body)
  } catch (error) {
    if (error instanceof FormatError) return null
    throw error
  }
}

function contradictionIn(evidence: Evidence, { plan }: Reckoning, read: BillingResponse): string | null {
  const { contract, period, tariff, list, entries, sources } = evidence
  const [first, last] = [entries[0]?.record, entries.at(-1)?.record]
  const run = read.segments[0]
  if (read.contractHash !== contract.hash) return 'contract'
  if (read.period.start !== period.start || read.period.end !== period.end) return 'period'
  if (read.tariffHash !== tariff?.hash) return 'tariff'
  if (read.listHash !== (list?.hash ?? null) || read.amounts.length !== (list ? 1 : 0)) return 'index'
  if (!first || !last || !run || read.segments.length !== 1) return 'records'
  if (run.first !== first.counter || run.last !== last.counter) return 'records'
  if (!equalBytes(run.lastHash, hashRecord(sources.primitives, last))) return 'records'
  const sameCells =
    plan.cells.length === read.cells.length && plan.cells.every(({ name }, index) => name === read.cells[index]?.name)
  return sameCells ? null : 'cells'
}

function figuresOf({ cells, amounts }: BillingResponse): OwnFigures {
  return {
    figures: { cells: cells.map(({ energy }) => energy), indexAmount: amounts[0]?.amount ?? null },
    blindings: cells.map(({ blinding }) => blinding),
    indexBlinding: amounts[0]?.blinding ?? null
  }
}

/** Fingerprint of a key for people to compare: SHA-256, first 16 bytes, in groups of four digits. */
export function keyFingerprint(primitives: Evidence['sources']['primitives'], key: Uint8Array): string {
  return toHex(primitives.sha256(key).slice(0, 16)).replace(/(.{4})(?=.)/gu, '$1 ')
}
