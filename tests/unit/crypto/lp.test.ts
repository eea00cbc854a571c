import { describe, expect, it } from 'vitest'
import { FormatError, isTag, lp, lpFields, lpList, readLp, readLpAs, TAGS, utf8 } from '../../../crypto'

const limits = { maxBytes: 1000, maxFields: 8 }
const a = Uint8Array.of(1)
const b = Uint8Array.of(2, 3)

describe('lp', () => {
  it('puts the label first, as a field like the others', () => {
    expect(lp(TAGS.next, b)).toEqual(lpList(utf8('wattveil/v1/next'), b))
  })

  it('keeps fields apart that would be the same when joined', () => {
    expect(lpList(a, b)).not.toEqual(lpList(Uint8Array.of(1, 2), Uint8Array.of(3)))
    expect(lpList(a)).not.toEqual(lpList(a, new Uint8Array(0)))
  })
})

describe('readLp', () => {
  it('gives label and fields back', () => {
    expect(readLp(lp(TAGS.keys, a, b), limits)).toEqual({ tag: 'wattveil/v1/keys', fields: [a, b] })
  })

  it('reads a container that is a view into other memory', () => {
    const memory = new Uint8Array(100)
    const container = lp(TAGS.keys, a)
    memory.set(container, 13)
    expect(readLp(memory.subarray(13, 13 + container.length), limits).fields).toEqual([a])
  })

  it('counts the label as a field', () => {
    const container = lp(TAGS.keys, a, b)
    expect(readLp(container, { maxBytes: 1000, maxFields: 3 }).fields).toHaveLength(2)
    expect(() => readLp(container, { maxBytes: 1000, maxFields: 2 })).toThrow(FormatError)
  })

  it('looks at nothing beyond the limit of bytes', () => {
    expect(() => readLp(lp(TAGS.keys, new Uint8Array(2000)), limits)).toThrow(
      expect.objectContaining({ code: 'too-long' })
    )
  })
})

describe('readLpAs', () => {
  it('takes the label it was asked for and no other', () => {
    expect(readLpAs(TAGS.keys, lp(TAGS.keys, a), limits)).toEqual([a])
    expect(() => readLpAs(TAGS.enrol, lp(TAGS.keys, a), limits)).toThrow(expect.objectContaining({ code: 'wrong-tag' }))
  })

  it('takes the number of fields it was asked for and no other', () => {
    expect(readLpAs(TAGS.keys, lp(TAGS.keys, a, b), limits, 2)).toEqual([a, b])
    expect(() => readLpAs(TAGS.keys, lp(TAGS.keys, a, b), limits, 3)).toThrow(
      expect.objectContaining({ code: 'wrong-field-count' })
    )
  })
})

describe('lpFields', () => {
  it('splits a container without a label', () => {
    expect(lpFields(lpList(b, a), limits)).toEqual([b, a])
    expect(lpFields(new Uint8Array(0), limits)).toEqual([])
  })
})

describe('TAGS', () => {
  it('has each label once, all of this version', () => {
    const labels = Object.values(TAGS)
    expect(new Set(labels).size).toBe(labels.length)
    for (const label of labels) expect(label).toMatch(/^wattveil\/v1\/[a-z-]+(\/[vr])?$/)
  })

  it('knows its labels exactly', () => {
    expect(isTag('wattveil/v1/rec')).toBe(true)
    expect(isTag('wattveil/v1/record')).toBe(false)
  })
})
