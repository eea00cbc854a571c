/** Every field that a document's schema knows, by its path: what a test of all fields is held against. */

import type { z } from 'zod'
import { jsonSchemaOf } from '../../../app/bills/documents/json-schemas'
import type { Path } from './mutations'

type Node = {
  readonly type?: string
  readonly properties?: Readonly<Record<string, Node>>
  readonly items?: Node
  readonly anyOf?: readonly Node[]
  readonly oneOf?: readonly Node[]
}

/** 'lines.*.vat': an item of a list is a star. */
export function pathName(path: Path): string {
  return path.map((step) => (typeof step === 'number' ? '*' : step)).join('.')
}

/** Paths of all texts, sorted. */
export function fieldsOfSchema(schema: z.ZodType): readonly string[] {
  return [...new Set(textsOf(jsonSchemaOf(schema) as Node, []))].sort()
}

function textsOf(node: Node, path: readonly string[]): readonly string[] {
  const choices = node.anyOf ?? node.oneOf
  if (choices) return choices.filter(({ type }) => type !== 'null').flatMap((one) => textsOf(one, path))
  if (node.properties) return Object.entries(node.properties).flatMap(([name, one]) => textsOf(one, [...path, name]))
  if (node.items) return textsOf(node.items, [...path, '*'])
  return [path.join('.')]
}
