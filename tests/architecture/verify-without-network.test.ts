/** "Checked without a network" is a fact of the imports: from the verifier no way leads to a transport. */

import { existsSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const repository = fileURLToPath(new URL('../../', import.meta.url))
const IMPORT = /^(?:import|export)\b[^'"]*?from '([^']+)'/gmu
const TRANSPORTS =
  /supplier-link|\/exchange\.ts|agree|transport|meter-link|adapters\/http|node:(?:http|https|net|dgram|tls)/u

/** Every file that a module reaches, types included, and every package. */
function reach(start: string): ReadonlySet<string> {
  const found = new Set<string>()
  const open = [resolve(repository, start)]
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (found.has(file)) continue
    found.add(file)
    for (const [, target = ''] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
      if (!target.startsWith('.')) {
        found.add(target)
        continue
      }
      const base = resolve(dirname(file), target)
      const path = [`${base}.ts`, `${base}/index.ts`].find((one) => existsSync(one))
      if (!path) throw new Error(`cannot follow ${target} from ${file}`)
      if (!found.has(path)) open.push(path)
    }
  }
  return found
}

describe('verifying a bill', () => {
  it.each(['app/bills/verify-bill.ts', 'app/bills/take-bill.ts', 'app/bills/report/bill-interval.ts'])(
    'reaches no transport from %s',
    (start) => {
      const reached = [...reach(start)].map((file) => file.replace(repository, ''))
      expect(reached.length).toBeGreaterThan(40)
      expect(reached.filter((file) => TRANSPORTS.test(file))).toEqual([])
    }
  )

  it('is held apart from an exchange that does reach one', () => {
    expect(
      [...reach('app/bills/exchange.ts')].some(
        (file) => TRANSPORTS.test(file.replace(repository, '')) && file.includes('supplier-link')
      )
    ).toBe(true)
  })
})
