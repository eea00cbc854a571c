import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { staticSteps } from '../../../scripts/test/static-steps.mjs'
import { TOOLS, runNode } from '../../../scripts/project.mjs'
import { temporaryFolder } from '../../support/temporary-folder'

const RULES = ['--validate-integrity', '--validate-https', '--validate-package-names', '--allowed-hosts', 'npm']
const SHA512 = `sha512-${'A'.repeat(86)}==`

async function codeFor(entry: object): Promise<number> {
  const file = path.join(temporaryFolder(), 'package-lock.json')
  const packages = { '': { name: 'x', version: '1.0.0' }, 'node_modules/chart.js': { version: '4.6.1', ...entry } }
  writeFileSync(file, JSON.stringify({ name: 'x', version: '1.0.0', lockfileVersion: 3, packages }))
  return (await runNode(TOOLS.lockfileLint, ['--path', file, '--type', 'npm', '--format', 'plain', ...RULES])).code
}

describe('the check of the lock file', () => {
  it('is one of the steps of npm test, and so are packages and their weaknesses', () => {
    const names = staticSteps().map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['lock file', 'packages', 'weaknesses of packages']))
  })

  it('takes a whole entry, and fails for a weak hash and for a package from elsewhere', async () => {
    const [good, weak, elsewhere] = await Promise.all([
      codeFor({ integrity: SHA512 }),
      codeFor({ integrity: 'sha1-AAAA' }),
      codeFor({ resolved: 'https://example.org/chart.js-4.6.1.tgz', integrity: SHA512 })
    ])
    expect(good).toBe(0)
    expect(weak).not.toBe(0)
    expect(elsewhere).not.toBe(0)
  })
})
