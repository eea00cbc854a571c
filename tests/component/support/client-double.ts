/**
 * Stands in for the core in tests of the window. Derived from the contract: every request and every answer passes its
 * schema, so a test cannot be green on data that the real core could not send. Never shipped.
 */

import {
  type EventName,
  type Failure,
  type PayloadOf,
  type ProcedureName,
  type RequestOf,
  type ResponseOf,
  contract
} from '../../../app/contract'
import type { ChosenFile, WindowBridge } from '../../../app/contract/bridge'

/** Answers a procedure with a value, or throws Refusal. */
export type Answers = {
  [Name in ProcedureName]: (request: RequestOf<Name>) => ResponseOf<Name> | Promise<ResponseOf<Name>>
}

export class Refusal extends Error {
  override readonly name = 'Refusal'
  constructor(readonly failure: Failure) {
    super(failure.code)
  }
}

export type Call = { readonly name: ProcedureName; readonly request: unknown }

export type ClientDouble = {
  readonly bridge: WindowBridge
  /** Every call so far, in order. */
  readonly calls: readonly Call[]
  readonly emit: <Name extends EventName>(name: Name, payload: PayloadOf<Name>) => void
  /** Replaces the answer to one procedure from now on. */
  readonly answer: <Name extends ProcedureName>(name: Name, answer: Answers[Name]) => void
  /** Files that the next drop on the page stands for. */
  readonly drop: (files: readonly ChosenFile[]) => void
}

export function createClientDouble(first: Answers): ClientDouble {
  const answers = { ...first }
  const calls: Call[] = []
  const listeners = new Map<string, Set<(payload: unknown) => void>>()
  let dropped: readonly ChosenFile[] = []

  async function call(name: ProcedureName, raw: unknown): Promise<unknown> {
    const procedure = contract[name]
    const request = procedure.request.parse(raw)
    calls.push({ name, request })
    try {
      const answer = answers[name] as (request: unknown) => unknown
      return { ok: true, value: procedure.response.parse(await answer(request)) }
    } catch (error) {
      if (error instanceof Refusal) return { ok: false, error: error.failure }
      throw error
    }
  }

  const names = (Object.keys(contract) as (keyof typeof contract)[]).filter(
    (name) => contract[name].kind === 'procedure'
  )
  const bridge = {
    client: Object.fromEntries(names.map((name) => [name, (request: unknown) => call(name as ProcedureName, request)])),
    subscribe: (name: EventName, listener: (payload: unknown) => void) => {
      const set = listeners.get(name) ?? new Set()
      listeners.set(name, set.add(listener))
      return () => set.delete(listener)
    },
    droppedFiles: () => {
      const files = dropped
      dropped = []
      return Promise.resolve(files)
    }
  } as unknown as WindowBridge

  return {
    bridge,
    calls,
    emit: (name, payload) => {
      const entry = contract[name]
      const decoded = entry.payload.parse(payload)
      for (const listener of listeners.get(name) ?? []) listener(decoded)
    },
    answer: (name, answer) => void Object.assign(answers, { [name]: answer }),
    drop: (files) => void (dropped = files)
  }
}
