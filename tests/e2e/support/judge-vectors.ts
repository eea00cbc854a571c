/**
 * A program for Electron's utility process, the kind of process in which the core runs: judges what it is sent with the
 * primitives of that platform and with noble, and says what they find.
 */

import { loadKernel } from '../../../adapters/commitment-work/load-kernel'
import { createWorkerPool } from '../../../adapters/commitment-work/worker-pool'
import { platformAead } from '../../../adapters/platform-crypto/platform-aead'
import { createPlatformPrimitives } from '../../../adapters/platform-crypto/platform-primitives'
import { systemRandom } from '../../../adapters/system/system-random'
import { encodeScalar, fromHex, noblePrimitives, toHex, toScalar } from '../../../crypto'

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
  /** The program's own, as it is built. */
  readonly workerFile: string
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
  /** What the worker threads compute with, and how many openings of a thousand they let fit; one is false. */
  readonly workers: { readonly kernel: string | null; readonly fits: number }
}

const platform = createPlatformPrimitives()

async function judge({ signed, agreed, hashed, sealed, workerFile }: Asked): Promise<Found> {
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
    kernel: loadKernel().name,
    workers: await askWorkers(workerFile)
  } as Found
}

async function askWorkers(workerFile: string): Promise<Found['workers']> {
  const blinding = toScalar(3n ** 150n)
  const values = Array.from({ length: 1000 }, (_, index) => BigInt(index))
  const commitments = loadKernel().commitAll(
    values,
    values.map(() => blinding)
  )
  const blindings = new Uint8Array(commitments.length)
  for (let at = 0; at < blindings.length; at += 32) blindings.set(encodeScalar(blinding), at)
  const pool = createWorkerPool({ size: 2, workerFile, random: systemRandom })
  const claimed = values.map((value) => (value === 700n ? 701n : value))
  const fits = await pool.openingsFit({ commitments, values: claimed, blindings })
  const kernel = pool.kernelName
  await pool.close()
  return { kernel, fits: fits.reduce((sum, fit) => sum + fit, 0) }
}

process.parentPort.once('message', ({ data }) => {
  void judge(data as Asked).then((found) => {
    process.parentPort.postMessage(found)
  })
})
