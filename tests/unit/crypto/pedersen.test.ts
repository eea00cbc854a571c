import { describe, expect, it } from 'vitest'
import {
  commit,
  encodePoint,
  equalPoints,
  GROUP_ORDER,
  IDENTITY,
  openingPointVartime,
  type Scalar,
  toScalar,
  VALUE_BASE,
  verifyOpeningVartime
} from '../../../crypto'

const r = toScalar(2n ** 200n + 12345n)

describe('commit', () => {
  it('commits to nothing used, the commonest reading', () => {
    expect(verifyOpeningVartime(commit(0n, r), 0n, r)).toBe(true)
  })

  it('commits to a negative amount as to its remainder', () => {
    expect(commit(-15n, r)).toEqual(commit(GROUP_ORDER - 15n, r))
    expect(commit(-1n, r)).toEqual(commit(GROUP_ORDER - 1n, r))
  })

  it('refuses a blinding that hides nothing or is none', () => {
    for (const blinding of [0n, -1n, GROUP_ORDER]) expect(() => commit(1n, blinding as Scalar)).toThrow(RangeError)
  })

  it('refuses a value that is another name of a smaller one', () => {
    expect(() => commit(GROUP_ORDER, r)).toThrow(RangeError)
    expect(() => commit(-GROUP_ORDER, r)).toThrow(RangeError)
  })
})

describe('verifyOpeningVartime', () => {
  const commitment = commit(87n, r)

  it('accepts the opening and nothing beside it', () => {
    expect(verifyOpeningVartime(commitment, 87n, r)).toBe(true)
    expect(verifyOpeningVartime(commitment, 88n, r)).toBe(false)
    expect(verifyOpeningVartime(commitment, 87n, toScalar(r + 1n))).toBe(false)
    expect(verifyOpeningVartime(commitment, 87n + GROUP_ORDER, r)).toBe(false)
  })

  it('refuses a commitment of another length', () => {
    expect(verifyOpeningVartime(commitment.subarray(0, 31), 87n, r)).toBe(false)
  })

  it('finds a commitment without blinding, which a defective meter may have made', () => {
    expect(verifyOpeningVartime(encodePoint(VALUE_BASE), 1n, toScalar(0n))).toBe(true)
  })
})

describe('openingPointVartime', () => {
  it('is the commitment as a point, and the identity for (0, 0)', () => {
    expect(encodePoint(openingPointVartime(87n, r))).toEqual(commit(87n, r))
    expect(equalPoints(openingPointVartime(0n, toScalar(0n)), IDENTITY)).toBe(true)
  })
})
