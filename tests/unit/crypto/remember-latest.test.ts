import { describe, expect, it } from 'vitest'
import { rememberLatest } from '../../../adapters/platform-crypto/remember-latest'

describe('rememberLatest', () => {
  function counted(most: number): { once: (bytes: Uint8Array) => number; done: () => number } {
    let done = 0
    const once = rememberLatest(most, (bytes) => {
      done += 1
      return bytes.length
    })
    return { once, done: () => done }
  }

  it('does the work once for equal bytes, whatever memory holds them', () => {
    const { once, done } = counted(3)
    expect(once(Uint8Array.of(1, 2))).toBe(2)
    expect(once(Uint8Array.of(9, 1, 2).subarray(1))).toBe(2)
    expect(done()).toBe(1)
  })

  it('forgets the oldest when there are too many', () => {
    const { once, done } = counted(2)
    for (const byte of [1, 2, 3]) once(Uint8Array.of(byte))
    once(Uint8Array.of(3))
    once(Uint8Array.of(2))
    expect(done()).toBe(3)
    once(Uint8Array.of(1))
    expect(done()).toBe(4)
  })

  it('remembers nothing of work that failed', () => {
    const once = rememberLatest(2, () => {
      throw new TypeError('no key')
    })
    for (let attempt = 0; attempt < 2; attempt++) expect(() => once(Uint8Array.of(1))).toThrow(TypeError)
  })
})
