/** V12: the sum of the readings is the step of the register, and the printed register is what the meter shows. */

import type { Finding } from '../../contract'
import { toMilliwattHours } from '../../domain/energy'
import { endOf } from '../../domain/interval'
import type { RegisterReading } from '../../readings/chain-store'
import type { Evidence } from '../evidence'
import { type Check, NOT_REACHED, finding } from './check'

type Ends = { readonly start: bigint; readonly end: bigint }

export const checkRegister: Check = (evidence, earlier) => {
  const { chain, bill, reckoning } = evidence
  if (!earlier.holds('V9') || !earlier.holds('V11') || !chain || !reckoning?.own) return NOT_REACHED
  const total = reckoning.own.figures.cells.reduce((sum, energy) => sum + energy, 0n)
  const own = ownEnds(evidence)
  const findings: Finding[] = []
  const { unitExp } = chain.genesis.genesis
  if (own && own.end - own.start !== total) {
    const params = {
      energy: toMilliwattHours(total, unitExp),
      register: toMilliwattHours(own.end - own.start, unitExp)
    }
    const details = { where: 'register', expected: own.end - own.start, found: total, params }
    findings.push(finding('V12', 'own-register-differs', 'cannot-be-checked', details))
  }
  bill.registers.forEach((printed, index) => {
    const unit = BigInt(printed.resolution) * 10n ** BigInt(unitExp)
    const where = `registers.${index}`
    const params = {
      meter: printed.meterId,
      start: Number(printed.start),
      end: Number(printed.end),
      resolution: printed.resolution
    }
    if (own && (own.start / unit !== printed.start || own.end / unit !== printed.end)) {
      const details = {
        where,
        expected: `${own.start / unit}-${own.end / unit}`,
        found: `${printed.start}-${printed.end}`,
        params
      }
      findings.push(finding('V12', 'register-differs', 'wrong', details))
    } else if (!own && !isPossible(printed.start, printed.end, unit, total)) {
      const details = { where, expected: total, found: `${printed.start}-${printed.end}`, params }
      findings.push(finding('V12', 'register-contradicts-energy', 'wrong', details))
    }
  })
  return findings.length === 0 && !own && bill.registers.length === 0
    ? { findings, state: 'not-checked-here' }
    : { findings }
}

/** Own register readings at exactly both ends; others say nothing about the period. */
function ownEnds({ sources, chain, entries }: Evidence): Ends | null {
  const first = entries[0]?.record
  const last = entries.at(-1)?.record
  if (!chain || !first || !last) return null
  const end = endOf({ start: last.intervalStart, seconds: last.seconds })
  const at = (time: typeof end): RegisterReading | null => {
    const reading = sources.chains.registerAt(chain.id, time)
    return reading?.at === time ? reading : null
  }
  const [before, after] = [at(first.intervalStart), at(end)]
  return before && after ? { start: before.total, end: after.total } : null
}

/** Two cut-off readings differ from the exact step by less than one printed digit. */
function isPossible(start: bigint, end: bigint, unit: bigint, total: bigint): boolean {
  const difference = (end - start) * unit - total
  return difference > -unit && difference < unit
}
