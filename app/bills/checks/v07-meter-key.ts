/** V7: anchor and head are signed by the key that belongs to this meter: the one of its GENESIS, pinned in the contract. */

import { equalBytes } from '../../../crypto'
import type { Finding } from '../../contract'
import { encodeGenesis, verifyGenesis } from '../../domain/meter/genesis'
import { verifyHead } from '../../domain/meter/record'
import type { Evidence } from '../evidence'
import { type Anchor, genesisOf } from '../documents/statements'
import { type Check, NOT_REACHED, finding } from './check'

export const checkMeterKey: Check = (evidence) => {
  const { register, chain, segments, sources } = evidence
  const segment = segments[0]
  if (!register || !segment) return NOT_REACHED
  const params = { meter: register.meterId }
  if (segments.length > 1) {
    // Needs the operator's signed removal and installation statement, which this version does not read.
    const details = { where: 'segments', found: segments.length, params }
    return { findings: [finding('V7', 'meter-change-unconfirmed', 'cannot-be-checked', details)] }
  }
  const { genesis } = genesisOf(register)
  const findings: Finding[] = []
  if (chain && !equalBytes(chain.genesis.genesis.meterKey, genesis.meterKey)) {
    findings.push(finding('V7', 'meter-key-differs', 'cannot-be-checked', { where: 'contract.registers', params }))
  }
  if (!verifyHead(sources.primitives, segment.head, genesis.meterKey)) {
    const details = { where: 'segments.0.head', found: segment.head.head.counter, params }
    findings.push(finding('V7', 'head-not-signed', 'not-genuine', details))
  }
  if (segment.anchor && !isAnchorSigned(evidence, segment.anchor, genesis.meterKey)) {
    findings.push(finding('V7', 'anchor-not-signed', 'not-genuine', { where: 'segments.0.anchor', params }))
  }
  return { findings }
}

/** A GENESIS names its own key, so it must be the pinned one, byte for byte. */
function isAnchorSigned({ sources: { primitives }, register }: Evidence, anchor: Anchor, key: Uint8Array): boolean {
  const signature = anchor.statement.sig
  if (anchor.kind === 'head') return verifyHead(primitives, { head: anchor.head, signature }, key)
  const pinned = register && genesisOf(register).genesis
  if (!pinned || !equalBytes(encodeGenesis(anchor.genesis), encodeGenesis(pinned))) return false
  return verifyGenesis(primitives, { genesis: anchor.genesis, signature })
}
