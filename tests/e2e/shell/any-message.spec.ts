/**
 * Whatever a page may say to the running program, by every procedure of the contract, through bridge, main and core: each
 * message is answered, nothing ends, nothing grows, and nothing comes that nobody foresaw.
 */

import { expect, test } from '@playwright/test'
import fc from 'fast-check'
import { checkShape } from '../../../app/check-shape'
import { contract } from '../../../app/contract'
import type { Procedure } from '../../../app/contract/procedure'
import { valuesOf } from '../../support/values-of-schema'
import { type Launched, launch } from '../support/launch'

type AnyProcedure = Procedure<Parameters<typeof valuesOf>[0], Parameters<typeof valuesOf>[0]>
type Message = { readonly name: string; readonly request: unknown; readonly fits: boolean }
type Answers = Readonly<Record<string, number>>

/** With WATTVEIL_FULL 100,000 messages; otherwise a share of them. */
const MESSAGES = process.env['WATTVEIL_FULL'] === undefined ? 1500 : 100_000
const SEED = Number(process.env['WATTVEIL_FUZZ_SEED'] ?? 20_261_123)
const AT_ONCE = 500
const ANSWER_MS = 20_000
/** Both processes, after what they make once. */
const MOST_GROWTH_KILOBYTES = 60_000 + MESSAGES

/** What fits would have the system, another host or the person act; what does not fit is sent to them, too. */
const ACTS =
  /^(?:window|files|papers|simulation|protection|updates|background|rescue)\.|^data\.delete-all$|^meter\.connect$|^core\./u

const procedures = Object.entries(contract).flatMap(([name, entry]) =>
  entry.kind === 'procedure' ? [[name, entry as AnyProcedure] as const] : []
)

test.describe.configure({ mode: 'serial', timeout: 900_000 })

let program: Launched
test.beforeAll(async () => {
  program = await launch()
  await program.page.locator('h1').waitFor()
})
test.afterAll(() => program.close())

test(`every message is answered, and nothing stays of it (seed ${SEED})`, async () => {
  const batches = messagesIn(Math.ceil(MESSAGES / AT_ONCE))
  const said: Record<string, number> = {}
  const processes = await pids()
  let settled = 0
  let largest = 0
  for (const [index, batch] of batches.entries()) {
    for (const [code, times] of Object.entries(await send(batch))) said[code] = (said[code] ?? 0) + times
    // The first half warms it up: compiled code, prepared statements, buffers.
    if (index === Math.floor(batches.length / 2)) settled = await kilobytes()
    if (index === batches.length - 1) largest = await kilobytes()
  }
  const messages = batches.flat()
  const total = Object.values(said).reduce((sum, times) => sum + times, 0)
  expect(total).toBe(messages.length)
  // Each door was tried from both sides.
  expect(said['fits: ok']).toBeGreaterThan(messages.length / 20)
  const odd = Object.keys(said).filter((code) => /internal|core-|no answer|thrown|fits: bad-request/u.test(code))
  expect(odd.map((code) => `${code}: ${String(said[code])}`)).toEqual([])
  expect(Object.keys(said).filter((code) => code.startsWith('unfit: '))).toEqual(['unfit: bad-request'])
  expect(await pids()).toEqual(processes)
  expect(largest - settled).toBeLessThan(MOST_GROWTH_KILOBYTES)
  expect(await program.page.evaluate(() => 'polluted' in {})).toBe(false)
  // eslint-disable-next-line no-console -- the figures of a whole run
  if (MESSAGES >= 100_000) console.log(`grew by ${largest - settled} KB`, said)
})

/** Always the same ones for a seed: half of them fit the contract, as far as it may be tried. */
function messagesIn(count: number): readonly (readonly Message[])[] {
  const doors = procedures.length + procedures.filter(([name]) => !ACTS.test(name)).length
  // A spoiled one may fit after all, and is left out.
  const each = Math.ceil((1.05 * count * AT_ONCE) / doors)
  const all = procedures.flatMap(([name, { request: schema }], index) => {
    const seed = SEED + index
    const isFit = (request: unknown): boolean => checkShape(schema, request).success
    const fitting = ACTS.test(name) ? [] : fc.sample(valuesOf(schema), { seed, numRuns: each }).filter(isFit)
    const strange = fc.sample(fc.oneof(valuesOf(schema).chain(spoiled), fc.jsonValue(), fc.string()), {
      seed,
      numRuns: each
    })
    return [
      ...fitting.map((request) => ({ name, request, fits: true })),
      ...strange.filter((request) => !isFit(request)).map((request) => ({ name, request, fits: false }))
    ]
  })
  const mixed = fc.sample(fc.shuffledSubarray(all, { minLength: all.length }), { seed: SEED, numRuns: 1 })[0] ?? []
  return Array.from({ length: Math.ceil(mixed.length / AT_ONCE) }, (_, index) =>
    mixed.slice(index * AT_ONCE, (index + 1) * AT_ONCE)
  )
}

/** One field more, one less, or one of another kind. */
function spoiled(value: unknown): fc.Arbitrary<unknown> {
  if (typeof value !== 'object' || value === null) return fc.jsonValue()
  const fields = Object.keys(value)
  const other = fc.oneof(fc.jsonValue(), fc.constant('x'.repeat(20_000)), fc.double())
  return fc
    .tuple(fc.constantFrom(...fields, 'more', 'constructor', 'then'), other)
    .map(([field, odd]) => ({ ...value, [field]: odd }))
}

/** @returns how often each was answered */
function send(messages: readonly Message[]): Promise<Answers> {
  return program.page.evaluate(
    async ([sent, wait]) => {
      type Asked = Readonly<Record<string, (request: unknown) => Promise<{ ok: boolean; error?: { code: string } }>>>
      const { client } = (window as unknown as { readonly wattveil: { readonly client: Asked } }).wattveil
      const counts: Record<string, number> = {}
      await Promise.all(
        sent.map(async ({ name, request, fits }) => {
          const late = new Promise<string>((resolve) => setTimeout(() => resolve(`no answer: ${name}`), wait))
          const asked = (async () => {
            const answer = await client[name]?.(request)
            if (answer?.ok) return 'ok'
            const code = answer?.error?.code ?? 'none'
            return code === 'internal' ? `internal: ${name} ${JSON.stringify(request).slice(0, 300)}` : code
          })().catch((error: unknown) => `thrown: ${name} ${String(error)}`)
          const code = `${fits ? 'fits' : 'unfit'}: ${await Promise.race([asked, late])}`
          counts[code] = (counts[code] ?? 0) + 1
        })
      )
      return counts
    },
    [messages, ANSWER_MS] as const
  )
}

/** Main, page and core. */
function pids(): Promise<readonly number[]> {
  return program.app.evaluate(({ app }) =>
    app
      .getAppMetrics()
      .filter(({ type, name }) => type === 'Browser' || type === 'Tab' || name === 'wattveil-core')
      .map(({ pid }) => pid)
      .sort((a, b) => a - b)
  )
}

/** What main and core hold in memory. */
function kilobytes(): Promise<number> {
  return program.app.evaluate(({ app }) =>
    app
      .getAppMetrics()
      .filter(({ type, name }) => type === 'Browser' || name === 'wattveil-core')
      .reduce((sum, { memory }) => sum + memory.workingSetSize, 0)
  )
}
