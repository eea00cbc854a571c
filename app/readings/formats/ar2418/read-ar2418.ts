/** VDE-AR-N 2418-6 as a format of the import: original registers become energy per interval (docs/xml-formats.md 2). */

import { AppError } from '../../../app-error'
import type { Remark } from '../../../contract/common'
import type { Direction } from '../../../domain/energy'
import type { Reading } from '../../reading-store'
import { profileRows } from '../../profile-rows'
import type { FilePart, FormatReader } from '../format-reader'
import { inParts } from '../in-parts'
import type { ItemList } from '../lists/item-list'
import { meterNameOf } from '../meter-name'
import { obisMedium } from '../obis-medium'
import type { RegisterList } from './ar2418-document'
import { AR2418_NAMESPACE, decodeAr2418 } from './decode-ar2418'
import { decodeTariff } from './decode-tariff'
import { writeObisCode } from './obis-code'
import { type RegisterEnergy, type RegisterRemark, energyOfRegister } from './register-energy'

export const ar2418: FormatReader = {
  format: 'ar2418',
  detect: ({ text }) => /<(?:[\w.-]+:)?UsagePoints?[\s>]/u.test(text) && text.includes(AR2418_NAMESPACE),
  read: (bytes) => readAr2418(bytes)
}

type Meters = ReadonlyMap<string, ReadonlyMap<Direction, RegisterEnergy>>

async function* readAr2418(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<FilePart, void> {
  // Only what comes of the file is kept: its own readings are gone before the first part is asked for.
  const { meters, remarks } = await energyOfFile(bytes)
  for (const remark of remarks) yield { kind: 'remark', remark }
  for (const [meterId, registers] of meters) yield* partsOf(meterId, registers)
}

async function energyOfFile(
  bytes: AsyncIterable<Uint8Array>
): Promise<{ readonly meters: Meters; readonly remarks: readonly Remark[] }> {
  const { lists, profile } = await decodeAr2418(bytes)
  if (lists.length === 0) {
    if (!profile) throw new AppError('ar2418-no-readings')
    // A tariff that cannot be read is refused with its own reason, not as "only a tariff".
    decodeTariff(profile)
    throw new AppError('ar2418-only-tariff')
  }
  const { taken, remarks } = sortLists(lists)
  const meters = new Map<string, Map<Direction, RegisterEnergy>>()
  for (const { list, direction } of taken) {
    const meterId = meterNameOf(list.meterId)
    if (meterId === undefined) throw new AppError('ar2418-meter', { line: list.line })
    const meter = meters.get(meterId) ?? new Map<Direction, RegisterEnergy>()
    meter.set(direction, energyOfRegister(list))
    meters.set(meterId, meter)
  }
  assertSomething(remarks, meters)
  return { meters, remarks }
}

type SortedLists = {
  readonly taken: readonly { readonly list: RegisterList; readonly direction: Direction }[]
  readonly remarks: readonly Remark[]
}

/** Which lists are a household's electricity, one per meter and direction; a remark for each kind that is not. */
function sortLists(lists: readonly RegisterList[]): SortedLists {
  const taken = new Map<string, { list: RegisterList; direction: Direction }>()
  const others: { readonly code: string; readonly register: string }[] = []
  for (const list of lists) {
    const { obis } = list
    const register = writeObisCode(obis)
    const isSum = obis.a === 1 && obis.d === 8 && obis.e === 0 && (obis.c === 1 || obis.c === 2)
    const medium = obisMedium(obis.a)
    if (medium) others.push({ code: `register-${medium}-left-out`, register })
    else if (!list.isOriginal) others.push({ code: 'register-derived-left-out', register })
    else if (!isSum) others.push({ code: 'register-left-out', register })
    else if (list.unit !== 72) throw new AppError('ar2418-unit', { line: list.line })
    else {
      const key = `${list.meterId}/${register}`
      const known = taken.get(key)
      const direction = obis.c === 1 ? 'drawn' : 'fed-in'
      const isTwin = [...taken.values()].some(
        (one) => one.direction === direction && one.list.meterId === list.meterId && one !== known
      )
      if (isTwin) others.push({ code: 'register-left-out', register })
      else taken.set(key, { list: known ? joined(known.list, list) : list, direction })
    }
  }
  const remarks = [...new Set(others.map(({ code }) => code))].map((code) => {
    const registers = others.filter((one) => one.code === code).map(({ register }) => register)
    return { code, params: { count: registers.length, registers: [...new Set(registers)].join(', ').slice(0, 400) } }
  })
  return { taken: [...taken.values()], remarks }
}

/** The same register in two lists, as exports of several periods have it. */
function joined(one: RegisterList, other: RegisterList): RegisterList {
  if (one.power !== other.power) throw new AppError('ar2418-unit', { line: other.line })
  return { ...one, blocks: [...one.blocks, ...other.blocks] }
}

/** A file of nothing but other commodities, tariff registers or single readings is refused with that reason. */
function assertSomething(remarks: readonly Remark[], meters: Meters): void {
  const registers = [...meters.values()].flatMap((meter) => [...meter.values()])
  if (registers.some(({ readings }) => readings.length > 0)) return
  if (registers.some(({ unusable, states }) => unusable > 0 && states.length < 2)) {
    throw new AppError('ar2418-all-invalid', { count: registers.reduce((sum, { unusable }) => sum + unusable, 0) })
  }
  if (registers.length > 0) throw new AppError('ar2418-single-reading')
  const medium = (['heat', 'gas', 'water'] as const).find((one) =>
    remarks.some(({ code }) => code === `register-${one}-left-out`)
  )
  throw new AppError(medium ? `file-only-${medium}` : 'ar2418-no-original')
}

function* partsOf(meterId: string, registers: ReadonlyMap<Direction, RegisterEnergy>): Generator<FilePart, void> {
  const readingsOf = (direction: Direction): ItemList<Reading> => registers.get(direction)?.readings ?? []
  for (const rows of inParts(profileRows(readingsOf('drawn'), readingsOf('fed-in')))) {
    yield { kind: 'rows', meterId, rows }
  }
  for (const [direction, { states: all }] of registers) {
    for (const states of inParts(all)) yield { kind: 'registers', meterId, direction, states }
  }
  const remarks = [...registers.values()].flatMap((one) => one.remarks)
  for (const remark of mergeRemarks(remarks)) yield { kind: 'remark', remark }
}

/** One word for both directions: counts add up, the first start and the most seconds stand. */
function mergeRemarks(remarks: readonly RegisterRemark[]): readonly Remark[] {
  const merged = new Map<string, RegisterRemark>()
  for (const remark of remarks) {
    const { code, params } = remark
    const known = merged.get(code)?.params
    merged.set(code, {
      code,
      params: {
        count: params.count + (known?.count ?? 0),
        ...(params.start === undefined ? {} : { start: Math.min(params.start, known?.start ?? params.start) }),
        ...(params.seconds === undefined ? {} : { seconds: Math.max(params.seconds, known?.seconds ?? 0) })
      }
    })
  }
  return [...merged.values()]
}
