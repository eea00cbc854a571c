/** The meter's signed statements inside documents: HEAD or GENESIS with its signature. */

import { FormatError } from '../../../crypto'
import type { UtcSeconds } from '../../domain/interval'
import { decodeHead } from '../../domain/meter/decode-record'
import { type Genesis, type SignedGenesis, decodeGenesis } from '../../domain/meter/genesis'
import type { ChainId } from '../../domain/meter/meter'
import type { Head, SignedHead } from '../../domain/meter/record'
import type { Bill } from './bill-document'
import type { ContractRegister } from './contract-document'

export type Statement = { readonly bytes: Uint8Array; readonly sig: Uint8Array }

export type Anchor =
  | { readonly kind: 'head'; readonly head: Head; readonly statement: Statement }
  | { readonly kind: 'genesis'; readonly genesis: Genesis; readonly statement: Statement }

/** One segment of a bill with what the meter signed in it read. */
export type SegmentStatements = {
  readonly chain: ChainId
  readonly first: number
  readonly last: number
  readonly anchor: Anchor | null
  readonly head: SignedHead
}

/** @throws FormatError. */
export function decodeSegments(bill: Bill): readonly SegmentStatements[] {
  return bill.segments.map(({ meterId, obis, first, last, anchor, head }) => ({
    chain: { meterId, obis },
    first,
    last,
    anchor: anchor && decodeAnchor(anchor),
    head: { head: decodeHead(head.bytes), signature: head.sig }
  }))
}

/** @throws FormatError. */
export function decodeAnchor(statement: Statement): Anchor {
  try {
    return { kind: 'head', head: decodeHead(statement.bytes), statement }
  } catch (error) {
    if (!(error instanceof FormatError) || error.code !== 'wrong-tag') throw error
    return { kind: 'genesis', genesis: decodeGenesis(statement.bytes), statement }
  }
}

/** @throws FormatError. */
export function genesisOf(register: ContractRegister): SignedGenesis {
  return { genesis: decodeGenesis(register.genesis.bytes), signature: register.genesis.sig }
}

/** START head of a contract's register. @throws FormatError. */
export function startHeadOf(register: ContractRegister): SignedHead | null {
  return register.start && { head: decodeHead(register.start.bytes), signature: register.start.sig }
}

/** Where the chain stands after the anchor: what the next record must follow. */
export function positionAfter(
  anchor: Anchor,
  genesisHash: (genesis: Genesis) => Uint8Array
): { readonly counter: number; readonly hash: Uint8Array; readonly end: UtcSeconds } {
  if (anchor.kind === 'genesis') {
    return { counter: -1, hash: genesisHash(anchor.genesis), end: anchor.genesis.start }
  }
  const { counter, hash, intervalStart, seconds } = anchor.head
  return { counter, hash, end: (intervalStart + seconds) as UtcSeconds }
}
