/** Sealing of bytes under a secret key: AES-256-GCM (NIST SP 800-38D) with nonces of 12 and tags of 16 bytes. */

/**
 * The platform's cryptography fulfils it (adapters/platform-crypto); @noble/curves and @noble/hashes have no cipher, so here
 * is only the port. Results are fresh memory of the caller's own.
 */
export type Aead = {
  /**
   * @param key 32 secret bytes @param nonce 12 bytes that never come twice under this key @param associated bytes that are not
   * hidden but bound to the rest @returns the sealed bytes and their tag, 16 bytes longer than `plain`
   * @throws RangeError for a key or nonce of another length
   */
  seal(key: Uint8Array, nonce: Uint8Array, associated: Uint8Array, plain: Uint8Array): Uint8Array
  /**
   * @param sealed as `seal` made it @returns null where key, nonce, associated or sealed bytes are not those of `seal`; nothing of
   * the content is given out then @throws RangeError for a key or nonce of another length
   */
  open(key: Uint8Array, nonce: Uint8Array, associated: Uint8Array, sealed: Uint8Array): Uint8Array | null
}
