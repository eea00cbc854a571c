/**
 * Own figures where no reading is at hand: those of the RESPONSE, once the household's signature, its terms and the
 * sums of the meter's commitments show that they are the figures of these records and of nothing else.
 */

import { FormatError, equalBytes, toHex } from '../../../crypto'
import { chainKey } from '../../domain/meter/meter'
import type { WorkHooks } from '../../ports'
import type { Evidence, Reckoning } from '../evidence'
import { runEnds } from '../build-response'
import { type BillingResponse, type OpenedAmount, type OpenedCell, decodeResponse } from '../response-bytes'
import { type Section, tariffNames } from '../sections'
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
  if (!reckoning || reckoning.sections.some(({ intervals }) => intervals === null)) return evidence
  const contradiction = contradictionIn(evidence, reckoning, read)
  if (contradiction) return no('response-contradicts', contradiction)
  const sections: Section[] = []
  let cell = 0
  for (const section of reckoning.sections) {
    const cells = read.cells.slice(cell, cell + section.plan.cells.length)
    cell += cells.length
    const amount = section.indexed ? (read.amounts[0] ?? null) : null
    const sums = await sumsOpen(sources.work, { intervals: section.intervals ?? [], cells, amount }, hooks)
    if (!sums.ok) return no('sum-does-not-open', sums.name)
    sections.push({ ...section, own: figuresOf(cells, amount) })
  }
  return { ...evidence, opened: { ok: true }, reckoning: { ...reckoning, sections } }
}

function decoded(body: Uint8Array): BillingResponse | null {
  try {
    return decodeResponse(body)
  } catch (error) {
    if (error instanceof FormatError) return null
    throw error
  }
}

function contradictionIn(evidence: Evidence, { parts, sections }: Reckoning, read: BillingResponse): string | null {
  const { contract, period, list, runs, sources } = evidence
  if (read.contractHash !== contract.hash) return 'contract'
  if (read.period.start !== period.start || read.period.end !== period.end) return 'period'
  if (read.tariffHash !== tariffNames(parts)) return 'tariff'
  const indexed = sections.filter((section) => section.indexed).length
  if (read.listHash !== (list?.hash ?? null) || read.amounts.length !== indexed) return 'index'
  const sameRecords =
    read.segments.length === runs.length &&
    runs.every(({ chain, entries }, index) => {
      const [own, named] = [runEnds(sources.primitives, chain, entries), read.segments[index]]
      return (
        own !== null &&
        named !== undefined &&
        chainKey(named.chain) === chainKey(chain) &&
        named.first === own.first &&
        named.last === own.last &&
        equalBytes(named.lastHash, own.lastHash)
      )
    })
  if (!sameRecords) return 'records'
  const names = sections.flatMap(({ plan }) => plan.cells.map(({ name }) => name))
  return names.length === read.cells.length && names.every((name, index) => name === read.cells[index]?.name)
    ? null
    : 'cells'
}

function figuresOf(cells: readonly OpenedCell[], amount: OpenedAmount | null): OwnFigures {
  return {
    figures: { cells: cells.map(({ energy }) => energy), indexAmount: amount && amount.amount },
    blindings: cells.map(({ blinding }) => blinding),
    indexBlinding: amount && amount.blinding
  }
}

/** Fingerprint of a key for people to compare: SHA-256, first 16 bytes, in groups of four digits. */
export function keyFingerprint(primitives: Evidence['sources']['primitives'], key: Uint8Array): string {
  return toHex(primitives.sha256(key).slice(0, 16)).replace(/(.{4})(?=.)/gu, '$1 ')
}
