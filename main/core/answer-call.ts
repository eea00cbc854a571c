/** Answers one call from the window: decodes the request, runs the procedure, and checks its own answer. */

import { checkShape } from '../../app/check-shape'
import { type CoreProcedures, type Result, coreContract } from '../../app/contract'
import { coreFailure } from './core-failure'

type AnyProcedure = (request: unknown) => Promise<unknown>

const BAD_REQUEST = { ok: false, error: { code: 'bad-request', params: {} } } as const

/**
 * @param name    as the window sent it; may be anything
 * @param report  told about errors nobody foresaw
 * @returns never rejects
 */
export async function answerCall(
  procedures: CoreProcedures,
  name: string,
  request: unknown,
  report: (error: unknown) => void
): Promise<Result<unknown>> {
  const entry = Object.hasOwn(coreContract, name) ? coreContract[name as keyof typeof coreContract] : undefined
  if (entry?.kind !== 'procedure') return BAD_REQUEST
  const decoded = checkShape(entry.request, request)
  if (!decoded.success) return BAD_REQUEST
  try {
    const procedure = procedures[name as keyof CoreProcedures] as AnyProcedure
    const value: unknown = entry.response.parse(await procedure(decoded.data))
    return { ok: true, value }
  } catch (error) {
    return { ok: false, error: coreFailure(error, report) }
  }
}
