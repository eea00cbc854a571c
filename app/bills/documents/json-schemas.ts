/**
 * The formats as JSON Schema (2020-12), made from the very schemas that read them, so that what is published cannot
 * lag behind. A schema says the form; what a document must keep to beyond its form is in docs/bill-format.md.
 */

import { z } from 'zod'
import { billSchemaV1, billSchemaV2 } from './bill-document'
import { contractSchemaV1, contractSchemaV2 } from './contract-document'
import { evidenceSchema } from './evidence-document'
import { exchangeSchema } from './exchange-document'
import { indexSchema } from './index-document'
import { containerSchema } from './signed-file'
import { tariffSchemaV1, tariffSchemaV2 } from './tariff-document'

export type JsonSchema = Readonly<Record<string, unknown>>

const SCHEMAS: readonly (readonly [name: string, title: string, schema: z.ZodType])[] = [
  ['file', 'The file of a signed document', containerSchema],
  ['bill-1', 'Body of a wattveil-bill/1', billSchemaV1],
  ['bill-2', 'Body of a wattveil-bill/2', billSchemaV2],
  ['tariff-1', 'Body of a wattveil-tariff/1', tariffSchemaV1],
  ['tariff-2', 'Body of a wattveil-tariff/2', tariffSchemaV2],
  ['contract-1', 'Body of a wattveil-contract/1', contractSchemaV1],
  ['contract-2', 'Body of a wattveil-contract/2', contractSchemaV2],
  ['index-1', 'Body of a wattveil-index/1', indexSchema],
  ['exchange-1', 'Body of a wattveil-exchange/1', exchangeSchema],
  ['evidence-1', 'A wattveil-evidence/1 file', evidenceSchema]
]

/** By file name without its ending. */
export function jsonSchemas(): ReadonlyMap<string, JsonSchema> {
  return new Map(SCHEMAS.map(([name, title, schema]) => [name, jsonSchemaOf(schema, title)]))
}

/** The form in which a value travels. */
export function jsonSchemaOf(schema: z.ZodType, title?: string): JsonSchema {
  const made = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return title === undefined ? made : { ...made, title }
}
