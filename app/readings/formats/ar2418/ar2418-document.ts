/**
 * What a file of VDE-AR-N 2418-6 says (versions 1.2 to 1.4): readings of a smart-meter gateway, the supplier's tariff for
 * them, or both. The format behind the German transparency software TRuDI.
 */

import type { LocalDate } from '../../../domain/calendar'
import type { UtcSeconds } from '../../../domain/interval'
import type { ItemList } from '../lists/item-list'
import type { XmlNode } from '../xml/read-xml'
import type { ObisCode } from './obis-code'

/** 0 no error, 1 warning, 2 invalid but usable as a substitute, 3 invalid, 4 meter defective (AR 2418-6, statusPTB). */
export type PtbStatus = 0 | 1 | 2 | 3 | 4

/** What a register showed. */
export type RegisterReading = {
  /** When the gateway took it, to the second. */
  readonly captured: UtcSeconds
  /** When it should have; null in files before 1.1. */
  readonly target: UtcSeconds | null
  /** Seconds east of UTC by which `captured` was written. */
  readonly offset: number
  /** In units of 10^power of the list's unit. */
  readonly value: bigint
  readonly status: PtbStatus
  /** What this program writes into statusVendor for a value that its source estimated. */
  readonly isEstimate: boolean
  readonly line: number
}

/** Readings of one stretch of time; of the time between two stretches a file says nothing. */
export type RegisterBlock = {
  readonly start: UtcSeconds
  readonly end: UtcSeconds
  /** As the file has them, in its order. */
  readonly readings: ItemList<RegisterReading>
}

export type RegisterList = {
  readonly meterId: string
  readonly obis: ObisCode
  /** True for the meter's own register, false for one that the gateway derives from it by a tariff. */
  readonly isOriginal: boolean
  /** True where the register counts from the start of the file: its states are not the meter's. */
  readonly isSinceStart: boolean
  /** Unit of measure of IEC 61968-9; 72 is Wh, 42 m³. */
  readonly unit: number
  /** Powers of ten of `powerOfTenMultiplier` and `scaler` together. */
  readonly power: number
  /** Seconds between readings where the file says so. */
  readonly period: number | null
  readonly blocks: readonly RegisterBlock[]
  readonly line: number
}

export type TariffStage = { readonly number: number; readonly obis: ObisCode; readonly description: string }

export type DaySwitch = {
  /** Seconds since local midnight by the clock on the wall. */
  readonly second: number
  readonly stage: number
}

export type TariffDay = {
  readonly ids: readonly string[]
  /** Ascending, one per instant. */
  readonly switches: readonly DaySwitch[]
}

/** How a supplier wants energy shared over tariff stages. */
export type TariffFile = {
  /** 1 and 2 of BSI TR-03109-1: one stage for the period; stages by time of day. */
  readonly useCase: number
  readonly name: string
  readonly start: UtcSeconds
  readonly end: UtcSeconds
  readonly stages: readonly TariffStage[]
  readonly days: readonly TariffDay[]
  /** The day of each date, all dates of the period. */
  readonly calendar: readonly { readonly date: LocalDate; readonly dayId: string }[]
}

export type Ar2418Document = {
  readonly lists: readonly RegisterList[]
  /** AnalysisProfile, as it stands: a file of readings may carry an empty one (decode-tariff.ts). */
  readonly profile: XmlNode | null
}
