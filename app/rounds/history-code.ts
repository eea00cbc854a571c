/**
 * History code: two neighbours find out whether the collector told them the same story of an epoch, by comparing eight
 * digits on the phone (docs/protocol/rounds.md 7; docs/attacks.md R43).
 */

import { type Primitives, TAGS, equalBytes, fromHex, lp, readU64, utf8 } from '../../crypto'
import type { HistoryComparison } from '../contract'
import type { JoinedGroup, RoundStore } from './round-store'
import { listOf } from './seen-roster'

const CODE_DIGITS = 8

/**
 * First 8 bytes of SHA-256(LP("wattveil/v1/history", digits, rho, SHA-256(SUM) or nothing, h of the board after SUM if
 * that is compared)), modulo 10^8.
 * @param digits four, made up now by one of the two: a collector cannot prepare for them.
 */
export function historyCode(
  { sha256 }: Pick<Primitives, 'sha256'>,
  digits: string,
  rho: Uint8Array,
  sumHash: Uint8Array | null,
  boardHash: Uint8Array | null = null
): string {
  const told = [rho, sumHash ?? new Uint8Array(0), ...(boardHash ? [boardHash] : [])]
  const hash = sha256(lp(TAGS.history, utf8(digits), ...told))
  return String(readU64(hash.subarray(0, 8)) % 10n ** BigInt(CODE_DIGITS)).padStart(CODE_DIGITS, '0')
}

/**
 * What this household reads out.
 * @param epoch  a UTC day; in a live group an interval, of which the list alone is compared
 * @param member id, hex
 */
export function compareHistory(
  { store, primitives }: { readonly store: RoundStore; readonly primitives: Primitives },
  { gid }: Pick<JoinedGroup, 'gid'>,
  epoch: number,
  member: string,
  digits: string
): HistoryComparison {
  const id = fromHex(member, 32)
  const common = store
    .rostersAsSeen(gid, epoch)
    .find((seen) => listOf(seen).members.some(({ memberId }) => equalBytes(memberId, id)))
  if (!common) return { state: 'different-groups', withoutSum: null, withSum: null, withBoard: null }
  const day = store.day(gid, epoch)
  const sumHash = day?.phase === 'summed' && equalBytes(day.rho, common.rho) ? day.sumHash : null
  const boardHash = sumHash && store.boardHashAfter(gid, sumHash)
  return {
    state: 'code',
    withoutSum: historyCode(primitives, digits, common.rho, null),
    withSum: sumHash && historyCode(primitives, digits, common.rho, sumHash),
    withBoard: sumHash && boardHash && historyCode(primitives, digits, common.rho, sumHash, boardHash)
  }
}
