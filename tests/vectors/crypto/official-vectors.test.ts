/** Vectors of others, from the optional shared data: RFC 8032, Wycheproof, CCTV, speccheck, golden commitments. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { platformAead } from '../../../adapters/platform-crypto/platform-aead'
import {
  commit,
  decodeScalar,
  encodePoint,
  equalPoints,
  fromHex,
  IDENTITY,
  noblePrimitives,
  openingPointVartime,
  type Primitives,
  toHex,
  toScalar,
  verifyOpeningVartime
} from '../../../crypto'
import { ed25519EdgeCases } from '../../support/ed25519-edge-cases'
import { kernelsUnderTest } from '../../support/kernels-under-test'
import { primitivesUnderTest } from '../../support/primitives-under-test'
import { describeWithData, readSharedJson } from '../../support/shared-data'

type Wycheproof<Group> = {
  readonly testGroups: readonly Group[]
}

const TOLERANT = { timeout: 60_000 }

describeWithData('golden Pedersen commitments', (folder) => {
  type Golden = {
    readonly items: readonly { readonly note: string; readonly v: string; readonly r: string; readonly C: string }[]
  }
  const { items } = readSharedJson<Golden>(folder, 'vectors', 'golden', 'pedersen.json')

  it.each(items)('agree: $note', ({ v, r, C }) => {
    const value = BigInt(v)
    const blinding = decodeScalar(fromHex(r, 32))
    const commitment = fromHex(C, 32)
    const isIdentity = commitment.every((byte) => byte === 0)
    expect(toHex(encodePoint(openingPointVartime(value, blinding)))).toBe(C)
    if (blinding !== 0n) expect(toHex(commit(value, blinding))).toBe(C)
    expect(verifyOpeningVartime(commitment, value, blinding)).toBe(!isIdentity)
    const batch = { commitments: commitment, values: [value], blindings: fromHex(r) }
    for (const [, kernel] of kernelsUnderTest) expect(kernel.firstBadOpeningVartime(batch)).toBe(isIdentity ? 0 : -1)
  })
})

describeWithData('golden bill day', (folder) => {
  type Tariffed = {
    readonly R: string
    readonly sum_pC: string
    readonly T_neur: string
    readonly prices_neur_per_Wh: readonly string[]
  }
  type BillDay = {
    readonly intervals: readonly { readonly v_Wh: string; readonly r: string; readonly C: string }[]
    readonly tou: Tariffed
    readonly dynamic: Tariffed
  }
  const day = readSharedJson<BillDay>(folder, 'vectors', 'golden', 'bill-day.json')
  const commitments = fromHex(day.intervals.map(({ C }) => C).join(''))
  const values = day.intervals.map(({ v_Wh }) => BigInt(v_Wh))

  it.each(kernelsUnderTest)('opens, interval by interval, by the %s kernel', (_, kernel) => {
    const blindings = fromHex(day.intervals.map(({ r }) => r).join(''))
    expect(kernel.firstBadOpeningVartime({ commitments, values, blindings })).toBe(-1)
  })

  it.each(['tou', 'dynamic'] as const)('opens as an amount under the %s prices', (name) => {
    const tariff = day[name]
    const prices = tariff.prices_neur_per_Wh.map(BigInt)
    const amount = BigInt(tariff.T_neur)
    const [sum = IDENTITY, same = IDENTITY] = kernelsUnderTest.map(([, kernel]) =>
      kernel.weightedSumVartime(commitments, prices)
    )
    expect(equalPoints(sum, same)).toBe(true)
    expect(values.reduce((total, value, index) => total + value * (prices[index] ?? 0n), 0n)).toBe(amount)
    expect(toHex(encodePoint(sum))).toBe(tariff.sum_pC)
    const blinding = decodeScalar(fromHex(tariff.R, 32))
    expect(equalPoints(sum, openingPointVartime(amount, blinding))).toBe(true)
    expect(equalPoints(sum, openingPointVartime(amount + 1n, blinding))).toBe(false)
    expect(equalPoints(sum, openingPointVartime(amount, toScalar(blinding + 1n)))).toBe(false)
  })
})

describeWithData('Ed25519 vectors of RFC 8032 and its reference', (folder) => {
  const lines = readFileSync(join(folder, 'vectors', 'rfc8032', 'sign.input'), 'utf8')
    .trim()
    .split('\n')

  it.each(primitivesUnderTest)(
    'are signed and verified with %s primitives',
    (_, { ed25519 }) => {
      for (const line of lines) {
        const [secret = '', publicKey = '', message = '', signed = ''] = line.split(':')
        const seed = fromHex(secret.slice(0, 64), 32)
        const signature = fromHex(signed.slice(0, 128), 64)
        expect(toHex(ed25519.publicKey(seed))).toBe(publicKey)
        expect(ed25519.sign(seed, fromHex(message))).toEqual(signature)
        expect(ed25519.verify(signature, fromHex(message), fromHex(publicKey))).toBe(true)
      }
    },
    TOLERANT.timeout
  )
})

describeWithData('Wycheproof', (folder) => {
  type Ed25519Group = {
    readonly publicKey: { readonly pk: string }
    readonly tests: readonly { tcId: number; comment: string; msg: string; sig: string; result: string }[]
  }
  type X25519Group = {
    readonly tests: readonly {
      tcId: number
      public: string
      private: string
      shared: string
      result: string
      flags: readonly string[]
    }[]
  }
  type HmacGroup = {
    readonly tagSize: number
    readonly tests: readonly { tcId: number; key: string; msg: string; tag: string; result: string }[]
  }
  type HkdfGroup = {
    readonly tests: readonly {
      tcId: number
      ikm: string
      salt: string
      info: string
      size: number
      okm: string
      result: string
    }[]
  }
  type AeadGroup = {
    readonly keySize: number
    readonly ivSize: number
    readonly tagSize: number
    readonly tests: readonly {
      tcId: number
      key: string
      iv: string
      aad: string
      msg: string
      ct: string
      tag: string
      result: string
    }[]
  }
  const groups = <Group>(name: string): readonly Group[] =>
    readSharedJson<Wycheproof<Group>>(folder, 'vectors', 'wycheproof', `${name}_test.json`).testGroups

  it.each(primitivesUnderTest)(
    'Ed25519 verdicts are those of %s primitives',
    (_, { ed25519 }) => {
      for (const { publicKey, tests } of groups<Ed25519Group>('ed25519')) {
        for (const { tcId, msg, sig, result } of tests) {
          const verified = ed25519.verify(fromHex(sig), fromHex(msg), fromHex(publicKey.pk))
          expect({ tcId, verified }).toEqual({ tcId, verified: result === 'valid' })
        }
      }
    },
    TOLERANT.timeout
  )

  it.each(primitivesUnderTest)(
    'X25519 secrets are those of %s primitives, for canonical keys only',
    (_, { x25519 }) => {
      for (const { tests } of groups<X25519Group>('x25519')) {
        for (const test of tests) {
          const agree = (): string => toHex(x25519.sharedSecret(fromHex(test.private), fromHex(test.public)))
          const code = refusalOf(test.public)
          if (code === undefined)
            expect({ tcId: test.tcId, shared: agree() }).toEqual({ tcId: test.tcId, shared: test.shared })
          else expect(agree, `test ${test.tcId}`).toThrow(expect.objectContaining({ code }))
          if (/^0*$/.test(test.shared)) expect(code, `test ${test.tcId}`).toBeDefined()
        }
      }
    },
    TOLERANT.timeout
  )

  it.each(primitivesUnderTest)('HMAC-SHA-512 tags are those of %s primitives', (_, primitives) => {
    for (const { tagSize, tests } of groups<HmacGroup>('hmac_sha512')) {
      for (const { tcId, key, msg, tag, result } of tests) {
        const found = toHex(primitives.hmacSha512(fromHex(key), fromHex(msg))).slice(0, tagSize / 4)
        expect({ tcId, same: found === tag }).toEqual({ tcId, same: result === 'valid' })
      }
    }
  })

  it.each(primitivesUnderTest)('HKDF-SHA-512 keys are those of %s primitives', (_, primitives) => {
    for (const { tests } of groups<HkdfGroup>('hkdf_sha512')) {
      for (const { tcId, ikm, salt, info, size, okm, result } of tests) {
        const derive = (): string => toHex(primitives.hkdfSha512(fromHex(ikm), fromHex(salt), fromHex(info), size))
        if (result === 'valid') expect({ tcId, okm: derive() }).toEqual({ tcId, okm })
        else expect(derive, `test ${tcId}`).toThrow()
      }
    }
  })

  it('AES-256-GCM with nonces of 12 and tags of 16 bytes is that of the platform', () => {
    const asOurs = groups<AeadGroup>('aes_gcm').filter(
      ({ keySize, ivSize, tagSize }) => keySize === 256 && ivSize === 96 && tagSize === 128
    )
    const cases = asOurs.flatMap(({ tests }) => tests)
    expect(cases.length).toBeGreaterThan(60)
    for (const { tcId, key, iv, aad, msg, ct, tag, result } of cases) {
      const open = platformAead.open(fromHex(key), fromHex(iv), fromHex(aad), fromHex(ct + tag))
      expect({ tcId, plain: open && toHex(open) }).toEqual({ tcId, plain: result === 'valid' ? msg : null })
      if (result !== 'valid') continue
      expect(toHex(platformAead.seal(fromHex(key), fromHex(iv), fromHex(aad), fromHex(msg)))).toBe(ct + tag)
    }
  })

  /** The refusal that RFC 7748 does not ask for but x25519-rule.ts does, computed in the plainest way. */
  function refusalOf(publicKey: string): string | undefined {
    const u = BigInt(`0x${toHex(fromHex(publicKey).reverse())}`)
    const prime = 2n ** 255n - 19n
    if (u >= prime) return 'not-canonical'
    const order8 = [
      325606250916557431795983626356110631294008115727848805560023387167927233504n,
      39382357235489614581723060781553021112529911719440698176882885853963445705823n
    ]
    return [0n, 1n, prime - 1n, ...order8].includes(u) ? 'small-order' : undefined
  }
})

describeWithData('Ed25519 edge cases of CCTV, speccheck, ZIP 215 and noble', (folder) => {
  const edgeCases = ed25519EdgeCases(folder)
  const verdicts = ({ ed25519 }: Primitives): boolean[] =>
    edgeCases.map(({ signature, message, key }) => ed25519.verify(fromHex(signature), message, fromHex(key)))
  const platform = primitivesUnderTest.find(([name]) => name === 'platform')?.[1] ?? noblePrimitives

  it(
    'get the same verdict from both primitives, one by one',
    () => {
      const [portable, native] = [verdicts(noblePrimitives), verdicts(platform)]
      expect(edgeCases.filter((_, index) => portable[index] !== native[index])).toEqual([])
    },
    TOLERANT.timeout
  )

  it('of CCTV pass only where nothing is of small order or not canonical and the plain equation holds', () => {
    const accepted = edgeCases.filter(
      ({ note, signature, message, key }) =>
        note.startsWith('CCTV') && platform.ed25519.verify(fromHex(signature), message, fromHex(key))
    )
    expect(edgeCases.filter(({ note }) => note.startsWith('CCTV'))).toHaveLength(914)
    expect(accepted).toHaveLength(43)
    for (const { note } of accepted) expect(note).not.toMatch(/low_order_R|low_order_A|non_canonical|low_order_residue/)
  })

  it('of speccheck pass only in case 3, whose key and R are of mixed order', () => {
    const accepted = edgeCases.filter(
      ({ note, signature, message, key }) =>
        note.startsWith('speccheck') && platform.ed25519.verify(fromHex(signature), message, fromHex(key))
    )
    expect(accepted.map(({ note }) => note)).toEqual(['speccheck 3'])
  })
})
