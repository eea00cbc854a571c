import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'

const SOURCE = readFileSync(path.resolve(import.meta.dirname, '../../crypto/kernel/constant-time.ts'), 'utf8')

it('what multiplies by secrets chooses no step by them: there is no branch but counted loops', () => {
  const code = SOURCE.replaceAll(/\/\*[^]*?\*\/|\/\/.*/gu, '')
  expect(code).not.toMatch(/\bif\b|\bwhile\b|\bswitch\b|\?|&&|\|\|| [/%] /u)
  const loops = [...code.matchAll(/for \(let (\w+)[^=]*= \d; \1 <=? (\w+); /gu)].map(([, , end]) => end)
  expect(loops).toHaveLength(code.split('for (').length - 1)
  expect(new Set(loops)).toEqual(new Set(['windows', 'READY', 'MULTIPLES', '48']))
})
