/** libsodium in WebAssembly (libsodium-wrappers-sumo), one commitment at a time, as its interface offers it. */

import sodium from 'libsodium-wrappers-sumo'
import { BLINDING_BASE, encodePoint } from '../../../crypto'

export type Libsodium = {
  /** Scalars of 32 bytes; both above 0, which libsodium refuses. */
  readonly opens: (commitment: Uint8Array, value: Uint8Array, blinding: Uint8Array) => boolean
  readonly isPoint: (commitment: Uint8Array) => boolean
}

export async function loadLibsodium(): Promise<Libsodium> {
  await sodium.ready
  const base = encodePoint(BLINDING_BASE)
  return {
    opens: (commitment, value, blinding) =>
      sodium.memcmp(
        commitment,
        sodium.crypto_core_ristretto255_add(
          sodium.crypto_scalarmult_ristretto255_base(value),
          sodium.crypto_scalarmult_ristretto255(blinding, base)
        )
      ),
    isPoint: (commitment) => sodium.crypto_core_ristretto255_is_valid_point(commitment)
  }
}
