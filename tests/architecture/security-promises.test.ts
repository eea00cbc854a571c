import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = path.resolve(import.meta.dirname, '../..')
const text = readFileSync(path.join(ROOT, 'docs/security.md'), 'utf8')
const attacks = readFileSync(path.join(ROOT, 'docs/attacks.md'), 'utf8')

/** A part of the document, from its heading to the next. */
function part(heading: string): string {
  const from = text.indexOf(`## ${heading}`)
  expect(from, heading).toBeGreaterThan(-1)
  const to = text.indexOf('\n## ', from + 3)
  return text.slice(from, to < 0 ? undefined : to)
}

const promises = part('Promised to a household')
  .split(/\n(?=\d+\. )/u)
  .slice(1)
const rules = [...part('How the window is shut in').matchAll(/^\| [^|]+ \| `([^`]+)` \| `([^`]+)` \|$/gmu)].map(
  ([, rule = '', attack = '']) => ({ rule, attack })
)

describe('what docs/security.md promises', () => {
  it('is numbered without a gap', () => {
    expect(promises.map((promise) => Number.parseInt(promise, 10))).toEqual(promises.map((_, index) => index + 1))
    expect(promises.length).toBeGreaterThan(6)
  })

  it.each(promises.map((promise) => [promise.slice(0, 60), promise]))('names its tests: %s', (_title, promise) => {
    const files = [...promise.matchAll(/`(tests\/[^`]+)`/gu)].map(([, file = '']) => file)
    const rows = [...promise.matchAll(/\b([RBK]\d+)\b/gu)].map(([, row = '']) => row)
    expect(files.length + rows.length).toBeGreaterThan(0)
    expect(files.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([])
    expect(rows.filter((row) => !new RegExp(`\\b${row}\\b`, 'u').test(attacks))).toEqual([])
  })

  it('has a rule and an attack that exist in every line of its table', () => {
    expect(rules.length).toBeGreaterThan(15)
    expect(
      rules.flatMap(({ rule, attack }) => [rule, attack]).filter((file) => !existsSync(path.join(ROOT, file)))
    ).toEqual([])
  })

  it('leaves out no rule of main/security', () => {
    // One applies the others, one names the origin that several of them speak of.
    const known = new Set(['apply-rules.ts', 'page-origin.ts', ...rules.map(({ rule }) => path.basename(rule))])
    expect(readdirSync(path.join(ROOT, 'main/security')).filter((file) => !known.has(file))).toEqual([])
  })

  it('has each rule of main/security attacked in the running program', () => {
    const own = rules.filter(({ rule }) => rule.startsWith('main/security/'))
    expect(own.filter(({ attack }) => !attack.startsWith('tests/e2e/'))).toEqual([])
  })

  it('says that each session and each page gets every rule', () => {
    const applied = readFileSync(path.join(ROOT, 'main/security/apply-rules.ts'), 'utf8')
    const refusing = readdirSync(path.join(ROOT, 'main/security')).filter((file) => file.startsWith('refuse-'))
    const elsewhere = ['refuse-lookups.ts']
    expect(
      refusing.filter((file) => !elsewhere.includes(file) && !applied.includes(`./${path.basename(file, '.ts')}'`))
    ).toEqual([])
    expect(readFileSync(path.join(ROOT, 'main/main.ts'), 'utf8')).toMatch(/refuseLookups\(app/u)
  })
})
