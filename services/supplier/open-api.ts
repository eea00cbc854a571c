/** The supplier's HTTP interface as OpenAPI 3.1, made from the schemas that read and write it. */

import type { z } from 'zod'
import { jsonSchemaOf, jsonSchemas } from '../../app/bills/documents/json-schemas'
import { billsAnswer, indexAnswer, receipt, tariffsAnswer } from '../../app/bills/wire-answers'

type Json = Readonly<Record<string, unknown>>

type Operation = {
  readonly method: 'get' | 'post'
  readonly path: string
  readonly summary: string
  /** Media type and meaning of the body. */
  readonly body?: readonly [type: string, description: string]
  /** Query parameters, all of them whole numbers. */
  readonly query?: readonly string[]
  readonly answer: { readonly description: string; readonly schema: Json }
  readonly refusals: readonly number[]
}

const FILE = { $ref: '#/components/schemas/file' }
const OCTETS = 'application/octet-stream'
const JSON_TYPE = 'application/json'

const plain = (schema: z.ZodType): Json => {
  const { $schema: _, ...rest } = jsonSchemaOf(schema)
  return rest
}

const TAKEN = { description: 'taken; the same again changes nothing', schema: plain(receipt) }

const OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/tariffs',
    summary: 'Hashes of the tariffs on offer, the first one is offered first',
    answer: { description: 'hashes', schema: plain(tariffsAnswer) },
    refusals: []
  },
  {
    method: 'get',
    path: '/documents/{hash}',
    summary: 'A tariff or an index list',
    answer: { description: 'the file', schema: FILE },
    refusals: [404]
  },
  {
    method: 'get',
    path: '/indexes',
    summary: 'Hash of a list that covers a period',
    query: ['start', 'end'],
    answer: { description: 'its hash, or null', schema: plain(indexAnswer) },
    refusals: [400]
  },
  {
    method: 'post',
    path: '/offers',
    summary: 'Asks for a contract',
    body: [OCTETS, 'contract request (docs/protocol/bills.md, Wire)'],
    answer: { description: 'the offer: a contract file without householdSig', schema: FILE },
    refusals: [400, 413, 422]
  },
  {
    method: 'post',
    path: '/contracts/{hash}',
    summary: 'Hands in the countersigned contract',
    body: [JSON_TYPE, 'the contract file with householdSig'],
    answer: TAKEN,
    refusals: [400, 403, 404, 409, 413]
  },
  {
    method: 'get',
    path: '/contracts/{hash}/amendment',
    summary: 'A contract that the supplier would like in place of this one; agreed to like any other, or left',
    answer: {
      description:
        'a contract file whose amends names this one: an offer without householdSig, or with it the one agreed on',
      schema: FILE
    },
    refusals: [404]
  },
  {
    method: 'post',
    path: '/contracts/{hash}/exchanges',
    summary: "Hands on the operator's statement of a meter's exchange",
    body: [JSON_TYPE, 'an exchange file'],
    answer: TAKEN,
    refusals: [400, 403, 404, 413, 422]
  },
  {
    method: 'post',
    path: '/contracts/{hash}/records',
    summary: "A meter's records of one period",
    body: [OCTETS, 'delivery (docs/protocol/bills.md, Wire)'],
    answer: TAKEN,
    refusals: [400, 404, 409, 413, 422]
  },
  {
    method: 'post',
    path: '/contracts/{hash}/responses',
    summary: 'The RESPONSE of a period; its bill is there from then on',
    body: [OCTETS, 'LP(RESPONSE, signature)'],
    answer: TAKEN,
    refusals: [400, 403, 404, 409, 413, 422, 425]
  },
  {
    method: 'post',
    path: '/contracts/{hash}/refusals',
    summary: 'The word that a period is not opened; its RESPONSE may still come',
    body: [OCTETS, 'LP(REFUSAL, signature)'],
    answer: TAKEN,
    refusals: [400, 403, 404, 409, 413, 422, 425]
  },
  {
    method: 'get',
    path: '/contracts/{hash}/bills',
    summary: 'Hashes of the bills of a contract, oldest period first',
    answer: { description: 'hashes', schema: plain(billsAnswer) },
    refusals: []
  },
  {
    method: 'get',
    path: '/contracts/{hash}/bills/{bill}',
    summary: 'A bill',
    answer: { description: 'the file', schema: FILE },
    refusals: [404]
  },
  {
    method: 'get',
    path: '/openapi.json',
    summary: 'This description',
    answer: { description: 'OpenAPI 3.1', schema: { type: 'object' } },
    refusals: []
  }
]

export function supplierOpenApi(): Json {
  const paths: Record<string, Record<string, Json>> = {}
  for (const operation of OPERATIONS) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: operationOf(operation) }
  }
  const schemas = [...jsonSchemas()].map(([name, { $schema: _, ...schema }]) => [name, schema] as const)
  return {
    openapi: '3.1.0',
    info: {
      title: 'Wattveil supplier',
      version: '2',
      description: 'What a household asks of its supplier. The household asks; the supplier never calls.'
    },
    paths,
    components: { schemas: { ...Object.fromEntries(schemas), receipt: plain(receipt) } }
  }
}

function operationOf({ path, summary, body, query = [], answer, refusals }: Operation): Json {
  const names = [...path.matchAll(/\{(\w+)\}/gu)].map(([, name]) => name)
  const hash = { type: 'string', pattern: '^[0-9a-f]{64}$' }
  return {
    summary,
    parameters: [
      ...names.map((name) => ({ name, in: 'path', required: true, schema: hash })),
      ...query.map((name) => ({
        name,
        in: 'query',
        required: true,
        schema: { type: 'string', pattern: '^\\d{1,12}$' }
      }))
    ],
    ...(body ? { requestBody: { required: true, description: body[1], content: { [body[0]]: {} } } } : {}),
    responses: {
      200: { description: answer.description, content: { [JSON_TYPE]: { schema: answer.schema } } },
      ...Object.fromEntries(
        refusals.map((status) => [
          status,
          {
            description: MEANINGS[status],
            content: { [JSON_TYPE]: { schema: { $ref: '#/components/schemas/receipt' } } }
          }
        ])
      )
    }
  }
}

const MEANINGS: Readonly<Record<number, string>> = {
  400: 'malformed, with where and reason',
  403: 'not-signed',
  404: 'unknown',
  409: 'conflict: something else was billed already',
  413: 'too-large',
  422: 'untrue, or not as agreed; the code says what',
  425: 'too-early: the period is not over'
}
