/** The person's own tariffs: what the editor lists, begins from, judges and saves. */

import { FormatError, toHex, utf8 } from '../../../crypto'
import { AppError } from '../../app-error'
import type { CoreProcedures, TariffExample, TariffJudgement, TariffSummary } from '../../contract'
import { type LocalDate, type TimeZone, addDays, toLocalDate } from '../../domain/calendar'
import type { Clock, Random } from '../../ports'
import { type Tariff, decodeTariff, encodeTariff, registersOf } from '../documents/tariff-document'
import { readStrictJson } from '../documents/strict-json'
import { indexComponentOf } from '../sum-figures'
import { refusalsOf } from '../tariff/accept-tariff'
import { energyComponentsOf } from '../tariff/plan-period'
import { exampleTariff } from './example-library'
import { holidaysBetween } from './holidays'
import type { TariffStore } from './tariff-store'

export type TariffDeps = {
  readonly tariffs: TariffStore
  readonly clock: Clock
  readonly random: Random
  readonly timeZone: () => TimeZone
  /** Tariffs of contracts, read from their files. */
  readonly contracted: () => readonly Tariff[]
  readonly changed: () => void
}

export type TariffProcedureName =
  'tariffs.list' | 'tariffs.example' | 'tariffs.holidays' | 'tariffs.validate' | 'tariffs.save' | 'tariffs.remove'

const LIMITS = { maxBytes: 500_000, maxDepth: 8, maxValues: 50_000 }
const ID_BYTES = 16
const MAX_OWN = 100
const DAYS_OF_A_YEAR = 365
const MAX_HOLIDAYS = 400
/** A tariff holds for no longer. */
const MAX_YEARS_OF_DAYS = 3660

/** @throws AppError tariff-malformed { place, reason }, too-many-tariffs. */
export function tariffProcedures(deps: TariffDeps): Pick<CoreProcedures, TariffProcedureName> {
  const { tariffs, clock, random, timeZone, contracted, changed } = deps
  return {
    'tariffs.list': () =>
      Promise.resolve().then(() => [
        ...contracted()
          .slice(0, 100)
          .map((tariff) => summaryOf(null, tariff)),
        ...ownTariffs(tariffs).map(({ id, tariff }) => summaryOf(id, tariff))
      ]),
    'tariffs.example': ({ example, from }) =>
      Promise.resolve().then(() => ({ body: exampleBody(example, toLocalDate(from), timeZone()) })),
    'tariffs.holidays': ({ country, from, to }) =>
      Promise.resolve().then(() => [
        ...holidaysBetween(country, toLocalDate(from), lastDay(from, to)).slice(0, MAX_HOLIDAYS)
      ]),
    'tariffs.validate': ({ body }) => Promise.resolve().then(() => judgementOf(body)),
    'tariffs.save': ({ id, body }) =>
      Promise.resolve().then(() => {
        const tariff = readDraft(body)
        if (!('components' in tariff)) throw new AppError('tariff-malformed', { ...tariff })
        if (id === null && tariffs.all().length >= MAX_OWN) throw new AppError('too-many-tariffs')
        const name = id ?? toHex(random.bytes(ID_BYTES))
        tariffs.save({ id: name, body: encodeTariff(tariff), savedAt: clock.now() })
        changed()
        return { id: name }
      }),
    'tariffs.remove': ({ id }) =>
      Promise.resolve().then(() => {
        tariffs.remove(id)
        changed()
        return {}
      })
  }
}

/** Body of an example that is valid for a year from a day on. */
export function exampleBody(example: TariffExample, from: LocalDate, zone: TimeZone): string {
  return textOf(exampleTariff(example, { zone, from, to: addDays(from, DAYS_OF_A_YEAR - 1) }))
}

/** Those that can still be read, in the order in which they were saved. */
export function ownTariffs(
  tariffs: Pick<TariffStore, 'all'>
): readonly { readonly id: string; readonly tariff: Tariff }[] {
  return tariffs.all().flatMap(({ id, body }) => {
    const tariff = readBytes(body)
    return 'components' in tariff ? [{ id, tariff }] : []
  })
}

function lastDay(from: string, to: string): LocalDate {
  const latest = addDays(toLocalDate(from), MAX_YEARS_OF_DAYS)
  return toLocalDate(to) < latest ? toLocalDate(to) : latest
}

type Fault = { readonly place: string; readonly reason: string }

function readDraft(body: string): Tariff | Fault {
  return readBytes(utf8(body))
}

function readBytes(body: Uint8Array): Tariff | Fault {
  try {
    return decodeTariff(readStrictJson(body, LIMITS), 2)
  } catch (error) {
    if (error instanceof FormatError) return { place: error.where, reason: error.code }
    throw error
  }
}

/** A draft is judged as if its supplier offered it from its first day on, with every register it counts. */
export function judgementOf(body: string): TariffJudgement {
  const tariff = readDraft(body)
  if (!('components' in tariff)) {
    return { problems: [{ code: tariff.reason, place: tariff.place.slice(0, 100), params: {} }], refusals: [] }
  }
  const { from } = tariff.valid
  const terms = {
    supplier: { name: tariff.supplier, key: new Uint8Array(32) },
    currency: tariff.currency,
    zone: tariff.zone,
    first: from,
    last: null,
    index: indexComponentOf(tariff) ? { publisher: tariff.supplier, key: new Uint8Array(32).fill(1) } : null
  }
  const refusals = refusalsOf(terms, tariff, from).map(({ code, params }) => ({
    code,
    place: '',
    params: { ...params }
  }))
  return { problems: [], refusals: refusals.slice(0, 20) }
}

function summaryOf(id: string | null, tariff: Tariff): TariffSummary {
  const { name, supplier, valid } = tariff
  return { id, name, supplier, kind: kindOf(tariff), first: valid.from, last: valid.to, body: textOf(tariff) }
}

function kindOf(tariff: Tariff): TariffSummary['kind'] {
  if (indexComponentOf(tariff)) return 'dynamic'
  if (tariff.components.some(({ kind }) => kind === 'block')) return 'blocks'
  const hasWindows = registersOf(tariff).some((obis) =>
    energyComponentsOf(tariff, obis).some(({ windows }) => windows.length > 1)
  )
  return hasWindows ? 'time-of-use' : 'flat'
}

function textOf(tariff: Tariff): string {
  return new TextDecoder().decode(encodeTariff(tariff))
}
