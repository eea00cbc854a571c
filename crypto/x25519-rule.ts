/**
 * Which X25519 public keys are accepted. RFC 7748 lets a key have several names (bit 255 is masked,
 * numbers of p and more are reduced); here a key has one, so that "the same key twice in a roster" is
 * a comparison of bytes, and keys of small order, whose shared secret is always zero, are refused
 * before any secret is used (docs/attacks.md K7, R34).
 */
import { FormatError } from './format-error'
import { fromLittleEndian } from './integers'

const KEY_BYTES = 32
const FIELD_PRIME = 2n ** 255n - 19n

/**
 * The canonical numbers u on Curve25519 and its twist whose order divides 8. Same list as libsodium and
 * noble; a test finds the shared secret of each to be zero.
 */
const SMALL_ORDER_U: ReadonlySet<bigint> = new Set([
  0n,
  1n,
  FIELD_PRIME - 1n,
  325606250916557431795983626356110631294008115727848805560023387167927233504n,
  39382357235489614581723060781553021112529911719440698176882885853963445705823n
])

/** Whether a key is 32 bytes, canonical and not of small order. */
export function isAcceptableX25519Key(publicKey: Uint8Array): boolean {
  return refusalOf(publicKey) === undefined
}

/** @throws FormatError `wrong-length`, `not-canonical` or `small-order`. */
export function assertAcceptableX25519Key(publicKey: Uint8Array, where = 'x25519 key'): void {
  const refusal = refusalOf(publicKey)
  if (refusal !== undefined) throw new FormatError(refusal, where)
}

function refusalOf(publicKey: Uint8Array): string | undefined {
  if (publicKey.length !== KEY_BYTES) return 'wrong-length'
  const u = fromLittleEndian(publicKey)
  if (u >= FIELD_PRIME) return 'not-canonical'
  return SMALL_ORDER_U.has(u) ? 'small-order' : undefined
}
