import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { supplyChainFaults } from '../../../scripts/test/supply-chain.mjs'

const ROOT = path.resolve(import.meta.dirname, '../../..')
const read = (name: string) => JSON.parse(readFileSync(path.join(ROOT, name), 'utf8'))

const FILE = { dependencies: { one: '1.0.0' }, allowScripts: { known: false } }
const INTEGRITY = `sha512-${'A'.repeat(86)}==`
const GOOD = { license: 'MIT', integrity: INTEGRITY }

describe('the packages of others', () => {
  it('are as promised', () => {
    expect(supplyChainFaults(read('package.json'), read('package-lock.json').packages)).toEqual([])
  })

  it.each([
    ['a range', { dependencies: { one: '^1.0.0' } }, {}, 'one has no exact version: ^1.0.0'],
    ['a tag', { devDependencies: { one: 'latest' } }, {}, 'one has no exact version: latest'],
    [
      'a place it came from',
      FILE,
      { 'node_modules/one': { ...GOOD, resolved: 'somewhere' } },
      'node_modules/one names the place it came from'
    ],
    [
      'an install script that nobody looked at',
      FILE,
      { 'node_modules/a/node_modules/@b/one': { ...GOOD, hasInstallScript: true } },
      'node_modules/a/node_modules/@b/one has an install script'
    ],
    ['no hash', FILE, { 'node_modules/one': { license: 'MIT' } }, 'node_modules/one has no SHA-512'],
    [
      'a weak hash',
      FILE,
      { 'node_modules/one': { ...GOOD, integrity: 'sha1-AAAA' } },
      'node_modules/one has no SHA-512'
    ],
    [
      'no licence',
      FILE,
      { 'node_modules/one': { integrity: INTEGRITY } },
      'node_modules/one has the licence of nobody'
    ],
    [
      'a licence that does not fit',
      FILE,
      { 'node_modules/one': { ...GOOD, license: 'AGPL-3.0' } },
      'node_modules/one has the licence AGPL-3.0'
    ],
    [
      'a binary that is not locked',
      FILE,
      { 'node_modules/one': { ...GOOD, optionalDependencies: { 'one-win32': '1.0.0' } } },
      'node_modules/one wants one-win32, which is not locked'
    ]
  ])('are refused with %s', (_what, file, packages, fault) => {
    expect(supplyChainFaults(file, packages)).toEqual([fault])
  })

  it('may have a known install script, one of two licences, and a binary that lies above', () => {
    const packages = {
      'node_modules/known': { ...GOOD, hasInstallScript: true },
      'node_modules/two': { ...GOOD, license: '(WTFPL OR AGPL-3.0)' },
      'node_modules/two/node_modules/one': { ...GOOD, optionalDependencies: { two: '1.0.0' } }
    }
    expect(supplyChainFaults(FILE, packages)).toEqual([])
  })
})
