/** The table of imports (.dependency-cruiser.cjs) is no ornament: each forbidden import, written down, is caught. */

import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const ROOT = path.resolve(import.meta.dirname, '../..')

/** File that imports, what it imports, and the rule that must name it; null where it is allowed. */
const CASES: readonly (readonly [from: string, imports: string, rule: string | null])[] = [
  ['crypto/a.ts', 'node:crypto', 'crypto-no-node'],
  ['crypto/b.ts', '../app/there', 'crypto-imports'],
  ['crypto/c.ts', 'zod', 'crypto-imports'],
  ['crypto/d.ts', '@noble/curves/ed25519.js', null],
  ['app/a.ts', 'node:fs', 'app-no-node'],
  ['app/b.ts', '../adapters/there', 'app-imports'],
  ['app/c.ts', '../crypto/there', 'app-imports'],
  ['app/d.ts', '../crypto', null],
  ['app/e.ts', 'electron', 'app-imports'],
  ['app/readings/a.ts', '../bills/there', 'jobs-apart'],
  ['adapters/a.ts', '../services/there', 'adapters-imports'],
  ['adapters/b.ts', 'node:fs', null],
  ['services/a.ts', '../main/there', 'services-imports'],
  ['services/b.ts', '../adapters/there', null],
  ['cli/a.ts', '../renderer/there', 'cli-imports'],
  ['cli/b.ts', '../services/there', null],
  ['main/a.ts', '../services/there', 'main-imports'],
  ['main/b.ts', 'electron', null],
  ['main/preload/a.ts', '../there', 'main/preload-imports'],
  ['main/preload/b.ts', 'node:fs', 'main/preload-no-node'],
  ['renderer/a.ts', '../app/there', 'renderer-imports'],
  ['renderer/b.ts', 'electron', 'renderer-imports'],
  ['renderer/c.ts', '../app/contract', 'window-without-schemas'],
  ['renderer/d.ts', '../app/contract/file-endings', null],
  ['renderer/features/bills/a.ts', '../readings/there', 'features-apart']
]

const TARGETS = [
  'app/there.ts',
  'app/bills/there.ts',
  'app/contract/index.ts',
  'app/contract/file-endings.ts',
  'adapters/there.ts',
  'crypto/index.ts',
  'crypto/there.ts',
  'main/there.ts',
  'renderer/there.ts',
  'renderer/features/readings/there.ts',
  'services/there.ts'
]

type Violation = { readonly from: string; readonly rule: { readonly name: string } }

describe('the import rules', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'wattveil-imports-'))
  let violations: readonly Violation[] = []

  beforeAll(() => {
    TARGETS.forEach((file) => write(folder, file, 'export const there = 1\n'))
    CASES.forEach(([from, imports]) => write(folder, from, `import '${imports}'\n`))
    violations = cruise(folder)
  }, 60_000)

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it.each(CASES)('%s importing %s: %s', (from, _imports, rule) => {
    const names = violations.filter((violation) => violation.from === from).map((violation) => violation.rule.name)
    expect(names).toEqual(rule === null ? [] : [rule])
  })
})

function write(folder: string, file: string, text: string): void {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
  writeFileSync(path.join(folder, file), text)
}

function cruise(folder: string): readonly Violation[] {
  cpSync(path.join(ROOT, '.dependency-cruiser.cjs'), path.join(folder, '.dependency-cruiser.cjs'))
  cpSync(path.join(ROOT, 'tsconfig.base.json'), path.join(folder, 'tsconfig.base.json'))
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'), 'junction')
  const { stdout } = spawnSync(
    process.execPath,
    [
      path.join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
      ...['--config', '.dependency-cruiser.cjs', '--output-type', 'json'],
      ...new Set(CASES.map(([from]) => from.split('/')[0] ?? ''))
    ],
    { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 26 }
  )
  const { summary } = JSON.parse(stdout) as { readonly summary: { readonly violations: readonly Violation[] } }
  return summary.violations
}
