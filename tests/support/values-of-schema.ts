/** Values that a schema admits, made from the schema itself (its JSON Schema), for tests that try every door. */

import fc from 'fast-check'
import { z } from 'zod'

type JsonSchema = {
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly allOf?: readonly JsonSchema[]
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, JsonSchema>>
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: JsonSchema | boolean
  readonly items?: JsonSchema | boolean
  readonly prefixItems?: readonly JsonSchema[]
  readonly minItems?: number
  readonly maxItems?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
}

const MOST_ITEMS = 4
const LONGEST = 60

/** @throws Error for a kind of schema that the contract does not have: then it has to be added here. */
export function valuesOf(schema: z.ZodType): fc.Arbitrary<unknown> {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'throw' }) as JsonSchema
  return arbitraryOf(json, json)
}

function arbitraryOf(schema: JsonSchema, root: JsonSchema): fc.Arbitrary<unknown> {
  const of = (inner: JsonSchema): fc.Arbitrary<unknown> => arbitraryOf(inner, root)
  if (schema.$ref !== undefined) {
    const target = root.$defs?.[schema.$ref.replace('#/$defs/', '')]
    if (!target) throw new Error(`no schema ${schema.$ref}`)
    return of(target)
  }
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const either = schema.anyOf ?? schema.oneOf
  if (either) return fc.oneof(...either.map(of))
  if (schema.allOf) return of(Object.assign({}, ...schema.allOf) as JsonSchema)
  const { type } = schema
  if (Array.isArray(type)) return fc.oneof(...type.map((one: string) => of({ ...schema, type: one })))
  switch (type) {
    case 'object':
      return objectOf(schema, of)
    case 'array':
      return arrayOf(schema, of)
    case 'string':
      return stringOf(schema)
    case 'integer':
    case 'number':
      return fc.maxSafeInteger().map((value) => clamp(value, schema))
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    default:
      throw new Error(`a schema of another kind: ${JSON.stringify(schema).slice(0, 200)}`)
  }
}

function objectOf(schema: JsonSchema, of: (inner: JsonSchema) => fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const { properties, required = [], additionalProperties } = schema
  if (properties) {
    const fields = Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, of(inner)]))
    return fc.record(fields, { requiredKeys: required.filter((name) => name in fields) })
  }
  if (typeof additionalProperties === 'object') {
    return fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/u), of(additionalProperties), { maxKeys: MOST_ITEMS })
  }
  return fc.constant({})
}

function arrayOf(schema: JsonSchema, of: (inner: JsonSchema) => fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  if (schema.prefixItems) return fc.tuple(...schema.prefixItems.map(of))
  const { items, minItems: minLength = 0, maxItems = MOST_ITEMS } = schema
  const inner = typeof items === 'object' ? of(items) : fc.constant(null)
  return fc.array(inner, { minLength, maxLength: Math.max(minLength, Math.min(maxItems, MOST_ITEMS)) })
}

function stringOf({ pattern, minLength = 0, maxLength = LONGEST }: JsonSchema): fc.Arbitrary<string> {
  if (pattern !== undefined) {
    return fc.stringMatching(new RegExp(pattern, 'u'), { size: '-1' }).map((text) => text.slice(0, maxLength))
  }
  return fc.string({ minLength, maxLength: Math.max(minLength, Math.min(maxLength, LONGEST)) })
}

function clamp(value: number, { minimum = -(2 ** 53), maximum = 2 ** 53, type }: JsonSchema): number {
  const inside = Math.min(Math.max(value, minimum), maximum)
  return type === 'integer' ? Math.trunc(inside) : inside
}
