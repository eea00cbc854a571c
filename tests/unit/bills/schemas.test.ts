/** The published schemas and the OpenAPI are those of the code. WATTVEIL_WRITE_SCHEMAS=1 writes them anew. */

import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { encodeBill } from '../../../app/bills/documents/bill-document'
import { jsonSchemas } from '../../../app/bills/documents/json-schemas'
import { encodeTariff } from '../../../app/bills/documents/tariff-document'
import { supplierOpenApi } from '../../../services/supplier/open-api'
import { supplierRoutes } from '../../../services/supplier/supplier-routes'
import type { SupplierContext } from '../../../services/supplier/supplier-context'
import { threeTimesTariff } from '../../../services/supplier/example-tariffs'
import { hourly } from '../../support/bills/attack'
import { exampleTerms } from '../../support/bills/bill-case'
import { richCase } from '../../support/bills/rich-case'
import { richTariff } from '../../support/bills/rich-tariff'

const folder = fileURLToPath(new URL('../../../docs/schema/', import.meta.url))
const made = new Map<string, unknown>([...jsonSchemas(), ['supplier-openapi', supplierOpenApi()]])

beforeAll(() => {
  if (!process.env['WATTVEIL_WRITE_SCHEMAS']) return
  mkdirSync(folder, { recursive: true })
  for (const [name, schema] of made) writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(schema, null, 2)}\n`)
})

type Schema = {
  readonly type?: string
  readonly pattern?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean
  readonly items?: Schema
  readonly minItems?: number
  readonly maxItems?: number
}

/** As much of JSON Schema as the published ones use. */
function fits(schema: Schema, value: unknown): boolean {
  const any = schema.anyOf ?? schema.oneOf
  if (any && !any.some((one) => fits(one, value))) return false
  if (schema.allOf && !schema.allOf.every((one) => fits(one, value))) return false
  if (schema.const !== undefined && value !== schema.const) return false
  if (schema.enum && !schema.enum.includes(value)) return false
  if (schema.type === 'null') return value === null
  if (schema.type === 'string') {
    return typeof value === 'string' && (schema.pattern === undefined || new RegExp(schema.pattern, 'u').test(value))
  }
  if (schema.type === 'array') {
    if (!Array.isArray(value) || value.length < (schema.minItems ?? 0) || value.length > (schema.maxItems ?? Infinity))
      return false
    return value.every((item) => fits(schema.items ?? {}, item))
  }
  if (schema.type !== 'object') return true
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false
  const { properties = {}, required = [] } = schema
  return (
    required.every((name) => name in value) &&
    Object.entries(value).every(([name, item]) => {
      const known = properties[name]
      return known ? fits(known, item) : schema.additionalProperties !== false
    })
  )
}

const jsonOf = (bytes: Uint8Array): Record<string, unknown> =>
  JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>

describe('the published schemas', () => {
  it.each([...made.keys()])('%s is the one of the code', (name) => {
    const file = join(folder, `${name}.json`)
    expect([name, existsSync(file)]).toEqual([name, true])
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(made.get(name))))
  })

  it('are all of them, and no others', () => {
    expect(readdirSync(folder).sort()).toEqual([...made.keys()].map((name) => `${name}.json`).sort())
  })

  it('take documents as they are written, and refuse a field too many or too few', () => {
    const rich = richCase()
    const documents: readonly (readonly [string, Record<string, unknown>])[] = [
      ['bill-1', jsonOf(encodeBill(hourly().bill))],
      ['bill-2', jsonOf(encodeBill(rich.bill))],
      ['tariff-1', jsonOf(encodeTariff(threeTimesTariff(exampleTerms())))],
      ['tariff-2', jsonOf(encodeTariff(richTariff()))]
    ]
    for (const [name, document] of documents) {
      const schema = jsonSchemas().get(name) as Schema
      expect([name, fits(schema, document)]).toEqual([name, true])
      expect([name, fits(schema, { ...document, discount: '5' })]).toEqual([name, false])
      const { [Object.keys(document)[0] ?? '']: _, ...less } = document
      expect([name, fits(schema, less)]).toEqual([name, false])
    }
    // A body of one version is none of the other.
    const bill = jsonSchemas().get('bill-1') as Schema
    expect(fits(bill, jsonOf(encodeBill(rich.bill)))).toBe(false)
    expect(fits(bill, { ...documents[0]?.[1], total: '01' })).toBe(false)
  })
})

describe('the OpenAPI of a supplier', () => {
  it('describes every route, and no route that is not there', () => {
    const { routes } = supplierRoutes({ tariffs: new Map(), lists: null } as unknown as SupplierContext)
    const served = new Set(
      routes
        .filter(({ method }) => method !== 'ALL')
        .map(({ method, path }) => `${method.toLowerCase()} ${path.replace(/:(\w+)/gu, '{$1}')}`)
    )
    const { paths } = supplierOpenApi() as { paths: Record<string, Record<string, unknown>> }
    const described = Object.entries(paths).flatMap(([path, one]) =>
      Object.keys(one).map((method) => `${method} ${path}`)
    )
    expect(described.sort()).toEqual([...served].sort())
    expect(described.length).toBeGreaterThan(9)
  })

  it('is served by the supplier itself', async () => {
    const routes = supplierRoutes({ tariffs: new Map(), lists: null } as unknown as SupplierContext)
    const answer = await routes.request('/openapi.json')
    expect(await answer.json()).toEqual(JSON.parse(JSON.stringify(supplierOpenApi())))
  })

  it('names every reference it uses', () => {
    const text = JSON.stringify(supplierOpenApi())
    const { components } = supplierOpenApi() as { components: { schemas: Record<string, unknown> } }
    for (const [, name] of text.matchAll(/#\/components\/schemas\/([\w-]+)/gu)) {
      expect(Object.keys(components.schemas)).toContain(name)
    }
  })
})
