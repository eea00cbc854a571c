/**
 * A program for Electron's utility process, the kind of process in which the core runs: judges what it is sent with the
 * primitives of that platform and with noble, and says what they find.
 */

import { loadKernel } from '../../../adapters/commitment-work/load-kernel'
import { platformAead } from '../../../adapters/platform-crypto/platform-aead'
import { createPlatformPrimitives } from '../../../adapters/platform-crypto/platform-primitives'
import { fromHex, noblePrimitives, toHex } from '../../../crypto'

export type Signed = { readonly signature: string; readonly message: string; readonly key: string }

/** Everything in hexadecimal. */
export type Asked = {
  readonly signed: readonly Signed[]
  /** Secret and key of somebody else. */
  readonly agreed: readonly { readonly secret: string; readonly peer: string }[]
  readonly hashed: readonly { readonly key: string; readonly message: string }[]
  readonly sealed: readonly {
    readonly key: string
    readonly nonce: string
    readonly associated: string
    readonly plain: string
  }[]
}

export type Found = {
  /** OpenSSL or BoringSSL, and of which version. */
  readonly library: string
  readonly verified: readonly boolean[]
  readonly verifiedByNoble: readonly boolean[]
  /** What came out, or the code of the refusal. */
  readonly agreed: readonly string[]
  readonly agreedByNoble: readonly string[]
  readonly hashed: readonly string[]
  readonly hashedByNoble: readonly string[]
  readonly sealed: readonly string[]
  readonly opened: readonly (string | null)[]
  /** 'wasm' where the kernel passed its self-test. */
  readonly kernel: string
}

const platform = createPlatformPrimitives()

function judge({ signed, agreed, hashed, sealed }: Asked): Found {
  const both = <Case>(cases: readonly Case[], work: (primitives: typeof platform, one: Case) => unknown) =>
    [platform, noblePrimitives].map((primitives) => cases.map((one) => work(primitives, one)))
  const [verified, verifiedByNoble] = both(signed, ({ ed25519 }, { signature, message, key }) =>
    ed25519.verify(fromHex(signature), fromHex(message), fromHex(key))
  )
  const [shared, sharedByNoble] = both(agreed, ({ x25519 }, { secret, peer }) => {
    try {
      return toHex(x25519.sharedSecret(fromHex(secret), fromHex(peer)))
    } catch (error) {
      return (error as { code?: string }).code ?? 'no code'
    }
  })
  const [tags, tagsByNoble] = both(hashed, ({ hmacSha512 }, { key, message }) =>
    toHex(hmacSha512(fromHex(key), fromHex(message)))
  )
  const closed = sealed.map(({ key, nonce, associated, plain }) =>
    platformAead.seal(fromHex(key), fromHex(nonce), fromHex(associated), fromHex(plain))
  )
  const opened = sealed.map(({ key, nonce, associated }, index) =>
    platformAead.open(fromHex(key), fromHex(nonce), fromHex(associated), closed[index] ?? new Uint8Array(0))
  )
  return {
    library: process.versions.openssl ?? '',
    ...{ verified, verifiedByNoble, agreed: shared, agreedByNoble: sharedByNoble },
    ...{ hashed: tags, hashedByNoble: tagsByNoble },
    ...{ sealed: closed.map(toHex), opened: opened.map((plain) => plain && toHex(plain)) },
    kernel: loadKernel().name
  } as Found
}

process.parentPort.once('message', ({ data }) => process.parentPort.postMessage(judge(data as Asked)))
