/** Building blocks of the contract between window and core: everything else is derived from these values. */

import type { z } from 'zod'

export type Procedure<Request extends z.ZodType, Response extends z.ZodType> = {
  readonly kind: 'procedure'
  readonly request: Request
  readonly response: Response
}

export type ContractEvent<Payload extends z.ZodType> = {
  readonly kind: 'event'
  readonly payload: Payload
}

export function procedure<Request extends z.ZodType, Response extends z.ZodType>(
  request: Request,
  response: Response
): Procedure<Request, Response> {
  return { kind: 'procedure', request, response }
}

export function event<Payload extends z.ZodType>(payload: Payload): ContractEvent<Payload> {
  return { kind: 'event', payload }
}
