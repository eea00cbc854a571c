/** Both kernels against RFC 9496 and the program's own golden commitments. */
import { describe, expect, it } from 'vitest'
import { concatBytes, decodeScalar, encodePoint, fromHex, GROUP_ORDER, toHex } from '../../../crypto'
import { kernelsUnderTest } from '../../support/kernels-under-test'
import pedersen from './pedersen.json'
import rfc9496 from './rfc9496.json'

describe.each(kernelsUnderTest)('the %s kernel', (_, kernel) => {
  const [, generator = ''] = rfc9496.multiplesOfGenerator

  it('multiplies the generator as RFC 9496 appendix A.1 does', () => {
    rfc9496.multiplesOfGenerator.forEach((multiple, index) => {
      for (const weight of [BigInt(index), BigInt(index) - GROUP_ORDER, BigInt(index) + GROUP_ORDER]) {
        expect(toHex(encodePoint(kernel.weightedSumVartime(fromHex(generator), [weight])))).toBe(multiple)
      }
    })
  })

  it('adds the multiples up', () => {
    const multiples = rfc9496.multiplesOfGenerator.slice(1, 6)
    const sum = kernel.sumVartime(concatBytes(...multiples.map((multiple) => fromHex(multiple))))
    expect(toHex(encodePoint(sum))).toBe(rfc9496.multiplesOfGenerator[15])
  })

  it.each(rfc9496.invalidEncodings)('refuses $bytes by appendix A.2: $class', ({ bytes }) => {
    const both = concatBytes(fromHex(generator), fromHex(bytes))
    const refusal = expect.objectContaining({ code: 'not-canonical', where: 'commitments[1]' })
    expect(() => kernel.sumVartime(both)).toThrow(refusal)
  })

  it('makes the golden commitments, and finds that they open', () => {
    const values = pedersen.items.map(({ value }) => BigInt(value))
    const blindings = pedersen.items.map(({ blinding }) => decodeScalar(fromHex(blinding, 32)))
    const commitments = pedersen.items.map(({ commitment }) => commitment).join('')
    expect(toHex(kernel.commitAll(values, blindings))).toBe(commitments)
    const blindingBytes = fromHex(pedersen.items.map(({ blinding }) => blinding).join(''))
    const batch = { commitments: fromHex(commitments), values, blindings: blindingBytes }
    expect(kernel.firstBadOpeningVartime(batch)).toBe(-1)
  })
})
