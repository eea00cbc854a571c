/** The step that asks for weaknesses, against registries on this PC. */

import { writeFileSync } from 'node:fs'
import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { auditPackages } from '../../../scripts/test/audit.mjs'
import { temporaryFolder } from '../../support/temporary-folder'

const PACKAGE = 'a-weak-package'
const ADVISORY = {
  ...{ id: 1, url: 'https://example.org/1', title: 'Reads whatever it likes', severity: 'high' },
  ...{ vulnerable_versions: '<2.0.0', cwe: [], cvss: { score: 8, vectorString: null } }
}

describe('the question for weaknesses of packages', { timeout: 60_000 }, () => {
  it('fails, and names package and weakness, where the registry knows one', async () => {
    const registry = await registryThat((url) => (url.includes('advisories') ? { [PACKAGE]: [ADVISORY] } : PACKUMENT))
    const { code, output } = await ask('1.0.0', registry)
    expect(code).toBe(1)
    expect(output).toContain(PACKAGE)
    expect(output).toContain('Reads whatever it likes')
  })

  it.each([
    ['of another version', '2.0.0', 'high'],
    ['a slight one', '1.0.0', 'low']
  ])('is well where it knows only %s', async (_what, version, severity) => {
    const answer = { [PACKAGE]: [{ ...ADVISORY, severity }] }
    const registry = await registryThat((url) => (url.includes('advisories') ? answer : PACKUMENT))
    expect(await ask(version, registry)).toMatchObject({ code: 0, answered: true })
  })

  it('counts as not asked where the registry refuses it or is not there', async () => {
    const refusing = await registryThat(() => null)
    expect(await ask('1.0.0', refusing)).toMatchObject({ code: 0, answered: false })
    expect(await ask('1.0.0', 'http://127.0.0.1:9/')).toMatchObject({ code: 0, answered: false })
  })
})

const PACKUMENT = {
  name: PACKAGE,
  'dist-tags': { latest: '2.0.0' },
  versions: Object.fromEntries(['1.0.0', '2.0.0'].map((version) => [version, { name: PACKAGE, version, dist: {} }]))
}

/** With a cache of its own: npm keeps what it was told of weaknesses. */
function ask(version: string, registry: string) {
  const cwd = project(version)
  const settings = [`--registry=${registry}`, `--cache=${path.join(cwd, 'cache')}`, '--fetch-retries=0']
  return auditPackages({ cwd, settings })
}

function project(version: string): string {
  const folder = temporaryFolder()
  const root = { name: 'home', version: '1.0.0', dependencies: { [PACKAGE]: version } }
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(root))
  const packages = { '': root, [`node_modules/${PACKAGE}`]: { version, license: 'MIT' } }
  const lock = { name: 'home', version: '1.0.0', lockfileVersion: 3, requires: true, packages }
  writeFileSync(path.join(folder, 'package-lock.json'), JSON.stringify(lock))
  return folder
}

/** @param answer null is answered with 404, as registries do that do not know the question */
async function registryThat(answer: (url: string) => object | null): Promise<string> {
  const server: Server = createServer((request, response) => {
    const found = answer(request.url ?? '')
    response.writeHead(found ? 200 : 404, { 'content-type': 'application/json' })
    request.resume().once('end', () => response.end(JSON.stringify(found ?? {})))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}
