/**
 * Hashes, keyed hashes, signatures and key agreement. Two implementations with the same results on every
 * input: `noblePrimitives`, portable, and the platform's (adapters/platform-crypto), several times faster.
 *
 * What they tell through time and caches: the lengths of all inputs. Beyond that the platform's, which the core uses, tell
 * nothing of seeds, secrets and keys (OpenSSL's and BoringSSL's own sequences); noble's take fixed sequences of operations
 * on numbers whose sizes JavaScript does not hide, so they serve as the reference. `verify`, `isAcceptableKey` and the
 * tests of a peer's key tell about messages, signatures and public keys, and how they fail. Public keys that were judged
 * are remembered for a while, so time also tells whether one was seen before.
 */

/** Ed25519 (RFC 8032, pure), with the strict verification rule of ed25519-rule.ts. */
export type Ed25519 = {
  /** @param seed 32 secret bytes. @returns 32 bytes. @throws RangeError for another length. */
  publicKey(seed: Uint8Array): Uint8Array
  /** Deterministic. @param seed 32 secret bytes. @returns 64 bytes. @throws RangeError for another length. */
  sign(seed: Uint8Array, message: Uint8Array): Uint8Array
  /** Never throws: whatever is malformed has not signed. */
  verify(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean
  /** Whether a key may be enrolled: canonical, on the curve, not of small order. Never throws. */
  isAcceptableKey(publicKey: Uint8Array): boolean
}

/** X25519 (RFC 7748), for canonical keys only (x25519-rule.ts). */
export type X25519 = {
  /** @param secret 32 secret bytes. @returns 32 bytes. @throws RangeError for another length. */
  publicKey(secret: Uint8Array): Uint8Array
  /**
   * @param secret 32 secret bytes. @param peer 32 bytes from outside.
   * @returns 32 secret bytes, never all zero.
   * @throws FormatError for a peer key of another length, not canonical, or of small order.
   */
  sharedSecret(secret: Uint8Array, peer: Uint8Array): Uint8Array
}

/** Results are fresh memory of the caller's own. */
export type Primitives = {
  /** 32 bytes. */
  sha256(bytes: Uint8Array): Uint8Array
  /** 64 bytes. */
  sha512(bytes: Uint8Array): Uint8Array
  /** RFC 2104 with SHA-512: 64 bytes. */
  hmacSha512(key: Uint8Array, bytes: Uint8Array): Uint8Array
  /** RFC 5869 with SHA-512. @param length 1 to 16,320 bytes. */
  hkdfSha512(ikm: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Uint8Array
  readonly ed25519: Ed25519
  readonly x25519: X25519
}
