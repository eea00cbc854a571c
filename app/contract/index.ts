/** The second door of the core: every procedure and event between window and core, one value. */

import { z } from 'zod'
import { backupContract } from './backup'
import { billPapersContract } from './bill-papers'
import { billsContract } from './bills'
import { blameContract } from './blame'
import { code, params } from './common'
import { backgroundContract, backgroundShellContract } from './background'
import { membershipContract } from './membership'
import { metersContract } from './meters'
import { openingsContract } from './openings'
import { ordinaryBillsContract } from './ordinary-bills'
import type { ContractEvent, Procedure } from './procedure'
import { programContract, shellContract as programShellContract } from './program'
import { readingsContract } from './readings'
import { rescueShellContract } from './rescue'
import { roundsContract } from './rounds'
import { spansContract } from './spans'
import { tariffPricesContract } from './tariff-prices'
import { tariffsContract } from './tariffs'
import { updatesShellContract } from './updates'

export const coreContract = {
  ...programContract,
  ...readingsContract,
  ...spansContract,
  ...metersContract,
  ...roundsContract,
  ...membershipContract,
  ...blameContract,
  ...backgroundContract,
  ...billsContract,
  ...billPapersContract,
  ...openingsContract,
  ...ordinaryBillsContract,
  ...tariffsContract,
  ...tariffPricesContract,
  ...backupContract
} as const

/** Answered by the main process, never by the core. */
export const shellContract = {
  ...programShellContract,
  ...backgroundShellContract,
  ...updatesShellContract,
  ...rescueShellContract
} as const

export const contract = { ...shellContract, ...coreContract } as const

/** What a procedure answers when it cannot: a code of the locales with its parameters, never a stack or a path. */
export const failure = z.strictObject({ code, params })

export type Failure = z.infer<typeof failure>
export type Result<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: Failure }

export type Contract = typeof contract
export type CoreContract = typeof coreContract

type ProcedureNames<C> = { [Name in keyof C]: C[Name] extends { kind: 'procedure' } ? Name : never }[keyof C]
type EventNames<C> = { [Name in keyof C]: C[Name] extends { kind: 'event' } ? Name : never }[keyof C]

export type ProcedureName = ProcedureNames<Contract>
export type EventName = EventNames<Contract>
export type CoreProcedureName = ProcedureNames<CoreContract>
export type CoreEventName = EventNames<CoreContract>

export type RequestOf<Name extends ProcedureName> =
  Contract[Name] extends Procedure<infer Request, z.ZodType> ? z.infer<Request> : never
export type ResponseOf<Name extends ProcedureName> =
  Contract[Name] extends Procedure<z.ZodType, infer Response> ? z.infer<Response> : never
export type PayloadOf<Name extends EventName> =
  Contract[Name] extends ContractEvent<infer Payload> ? z.infer<Payload> : never

/** The window's side. */
export type Client = {
  readonly [Name in ProcedureName]: (request: RequestOf<Name>) => Promise<Result<ResponseOf<Name>>>
}

/** The core's side: a procedure throws AppError for what a person should read. */
export type CoreProcedures = {
  readonly [Name in CoreProcedureName]: (request: RequestOf<Name>) => Promise<ResponseOf<Name>>
}

export type EmitCoreEvent = <Name extends CoreEventName>(name: Name, payload: PayloadOf<Name>) => void

export type * from './backup'
export type * from './bill-papers'
export type * from './bills'
export type * from './blame'
export type * from './common'
export type * from './background'
export type * from './membership'
export type * from './openings'
export type * from './ordinary-bills'
export type * from './papers'
export type * from './meters'
export type * from './layouts'
export type * from './program'
export type * from './updates'
export type * from './readings'
export type * from './rounds'
export type * from './spans'
export type * from './tariff-prices'
export type * from './tariffs'
