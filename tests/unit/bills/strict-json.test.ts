import { describe, expect, it } from 'vitest'
import { readStrictJson } from '../../../app/bills/documents/strict-json'
import { utf8 } from '../../../crypto'

const limits = { maxBytes: 10_000, maxDepth: 4, maxValues: 50 }
const read = (text: string) => readStrictJson(utf8(text), limits)
const codeOf = (work: () => unknown): string => {
  try {
    work()
    return 'accepted'
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'another error'
  }
}

describe('readStrictJson', () => {
  it('reads texts, lists, objects and the three words', () => {
    expect(read(' {"a" : [ "x", true, false, null ] , "b":{} , "c":[] }\r\n')).toEqual({
      a: ['x', true, false, null],
      b: {},
      c: []
    })
  })

  it('reads every escape as JSON.parse does', () => {
    const text = String.raw`["\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00"]`
    expect(read(text)).toEqual(JSON.parse(text))
  })

  it.each([
    ['a name that occurs twice', '{"total":"1","total":"2"}', 'duplicate-name'],
    ['a name that occurs twice, once escaped', String.raw`{"total":"1","\u0074otal":"2"}`, 'duplicate-name'],
    ['a number', '{"total":1}', 'number-not-text'],
    ['a negative number', '[-1]', 'number-not-text'],
    ['NaN', '[NaN]', 'not-json'],
    ['a comma too many', '["a",]', 'not-json'],
    ['a comma too few', '["a" "b"]', 'not-json'],
    ['a name without quotes', '{a:"b"}', 'not-json'],
    ['single quotes', "['a']", 'not-json'],
    ['something after the end', '{} {}', 'not-json'],
    ['an end that is missing', '{"a":"b"', 'not-json'],
    ['a text that does not end', '"abc', 'not-json'],
    ['a line break inside a text', '"a\nb"', 'not-json'],
    ['an unknown escape', String.raw`"\x41"`, 'not-json'],
    ['half an escape', String.raw`"\u00g0"`, 'not-json'],
    ['half a surrogate pair', String.raw`"\ud83d"`, 'ill-formed-text'],
    ['nothing', '', 'not-json'],
    ['a comment', '// x\n{}', 'not-json'],
    ['too much depth', '[[[[["x"]]]]]', 'too-deep'],
    ['too many values', `[${'"x",'.repeat(50)}"x"]`, 'too-many-values']
  ])('refuses %s', (_, text, code) => {
    expect(codeOf(() => read(text))).toBe(code)
  })

  it('refuses a byte order mark, bytes that are not UTF-8, and too many of them', () => {
    expect(codeOf(() => readStrictJson(new Uint8Array([0xef, 0xbb, 0xbf, 0x7b, 0x7d]), limits))).toBe('not-json')
    expect(codeOf(() => readStrictJson(new Uint8Array([0x22, 0xff, 0x22]), limits))).toBe('not-utf-8')
    expect(codeOf(() => readStrictJson(new Uint8Array([0x22, 0xc0, 0x80, 0x22]), limits))).toBe('not-utf-8')
    expect(codeOf(() => readStrictJson(new Uint8Array(10_001), limits))).toBe('too-large')
  })

  it('ends quickly on a nesting of 100,000', () => {
    const deep = utf8('['.repeat(100_000))
    expect(codeOf(() => readStrictJson(deep, { ...limits, maxBytes: 200_000 }))).toBe('too-deep')
  })

  it('treats __proto__ as a name like any other', () => {
    const value = read('{"__proto__":{"polluted":true}}')
    expect(Object.keys(value as object)).toEqual(['__proto__'])
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })
})
