/**
 * Lays the bill's lines beside the own ones. Where a supplier cut the days otherwise than the tariff does, the own
 * line is shared out over the billed ones by days, so that every billed line has a counterpart and the parts add up.
 */

import { type LocalDate, addDays, daysBetween } from '../domain/calendar'
import type { ComputedLine } from './compute-bill'
import type { BillLineItem } from './documents/bill-document'
import { splitByDays } from './tariff/price-steps'

export type OwnPart = {
  readonly energy: bigint | null
  readonly days: number | null
  /** Price in force on the first of these days that differs from the billed one, else the price of all of them. */
  readonly price: bigint | null
  /** First day on which `price` holds within the billed line. */
  readonly priceFrom: LocalDate
  readonly amount: bigint
  /** Own cents of the line; where only the total is rounded, null. */
  readonly cents: bigint | null
}

export type LineMatch = {
  /** Position in the bill. */
  readonly index: number
  readonly billed: BillLineItem
  /** Null when the tariff has nothing like it, or another line of the bill has taken it already. */
  readonly own: OwnPart | null
}

export type MatchedLines = {
  readonly matches: readonly LineMatch[]
  /** Own lines of which the bill has nothing. */
  readonly missing: readonly ComputedLine[]
  /** Billed lines whose days are not those of the tariff's own lines. */
  readonly otherDays: readonly LineMatch[]
  /** Whether the lines that are there stand in the tariff's order. */
  readonly inOrder: boolean
}

export function matchLines(billed: readonly BillLineItem[], own: readonly ComputedLine[]): MatchedLines {
  const keys = [...new Set(own.map(groupOf))]
  const parts = new Map<BillLineItem, OwnPart>()
  for (const key of keys) {
    const mine = own.filter((line) => groupOf(line) === key)
    const theirs = billed.filter((line) => groupOf(line) === key)
    for (const [line, part] of shareOut(theirs, mine)) parts.set(line, part)
  }
  const matches = billed.map((line, index) => ({ index, billed: line, own: parts.get(line) ?? null }))
  const billedKeys = new Set(billed.map(groupOf))
  const exact = new Set(own.map(placeOf))
  return {
    matches,
    missing: own.filter((line) => !billedKeys.has(groupOf(line))),
    otherDays: matches.filter(({ billed: line, own: part }) => part !== null && !exact.has(placeOf(line))),
    inOrder: isOrdered(
      billed.filter((line) => keys.includes(groupOf(line))).map((line) => [positionOf(line, own), line.first] as const)
    )
  }
}

type Line = Pick<BillLineItem, 'kind' | 'component' | 'window' | 'first' | 'last'>

function groupOf({ kind, component, window }: Line): string {
  return JSON.stringify([kind, component, window])
}

function placeOf(line: Line): string {
  return JSON.stringify([groupOf(line), line.first, line.last])
}

/** Of the own line that it stands for: two tariffs of one period may both have a part of that name. */
function positionOf(line: Line, own: readonly ComputedLine[]): number {
  const group = groupOf(line)
  const sameDays = own.findIndex((one) => groupOf(one) === group && one.first <= line.last && line.first <= one.last)
  return sameDays < 0 ? own.findIndex((one) => groupOf(one) === group) : sameDays
}

/** The stretch of days that an own line and a billed line have in common, with its share of the own line. */
type Share = {
  readonly billed: BillLineItem
  readonly own: ComputedLine
  readonly first: LocalDate
  readonly last: LocalDate
  readonly energy: bigint
  readonly amount: bigint
  readonly cents: bigint
}

function shareOut(
  billed: readonly BillLineItem[],
  own: readonly ComputedLine[]
): readonly (readonly [BillLineItem, OwnPart])[] {
  const shares = own.flatMap((line): readonly Share[] => {
    const stretches = overlapsOf(billed, line)
    const energies = splitByDays(line.energy ?? 0n, stretches)
    const amounts = splitByDays(line.amount, stretches)
    const cents = splitByDays(line.cents ?? 0n, stretches)
    return stretches.map((stretch, index) => ({
      ...stretch,
      own: line,
      energy: energies[index] ?? 0n,
      amount: amounts[index] ?? 0n,
      cents: cents[index] ?? 0n
    }))
  })
  const perLine = own.some(({ cents }) => cents !== null)
  return billed.flatMap((line) => {
    const mine = shares.filter((share) => share.billed === line)
    return mine.length === 0 ? [] : [[line, partOf(line, mine, perLine)] as const]
  })
}

function partOf(line: BillLineItem, shares: readonly Share[], perLine: boolean): OwnPart {
  const sum = (name: 'energy' | 'amount' | 'cents'): bigint => shares.reduce((total, share) => total + share[name], 0n)
  const telling = shares.find(({ own }) => own.price !== line.price) ?? shares[0]
  const isFee = line.kind === 'fixed-fee' || line.kind === 'monthly-fee'
  return {
    energy: isFee || line.kind === 'credit' ? null : sum('energy'),
    days: isFee ? shares.reduce((total, { first, last }) => total + daysBetween(first, last), 0) : null,
    price: telling?.own.price ?? null,
    priceFrom: telling?.first ?? line.first,
    amount: sum('amount'),
    cents: perLine ? sum('cents') : null
  }
}

type Overlap = Pick<Share, 'billed' | 'first' | 'last'>

/** Every day of an own line goes to one billed line only; a second claim to the same days gets nothing. */
function overlapsOf(billed: readonly BillLineItem[], line: ComputedLine): readonly Overlap[] {
  const overlaps: Overlap[] = []
  let free = line.first
  for (const theirs of [...billed].sort((a, b) => (a.first < b.first ? -1 : 1))) {
    const first = theirs.first > free ? theirs.first : free
    const last = theirs.last < line.last ? theirs.last : line.last
    if (first > last) continue
    overlaps.push({ billed: theirs, first, last })
    free = addDays(last, 1)
  }
  return overlaps
}

function isOrdered(places: readonly (readonly [number, string])[]): boolean {
  return places.every(([key, first], index) => {
    const before = places[index - 1]
    return !before || before[0] < key || (before[0] === key && before[1] <= first)
  })
}
