/** Recordings of the P1 port of Dutch, Belgian, Luxembourgish, Hungarian and Irish meters (DSMR 2.2 to 5.0, ESMR). */

import { AppError } from '../../../app-error'
import type { Direction } from '../../../domain/energy'
import type { Remark } from '../../../contract/common'
import type { FilePart, FormatReader, ReadContext } from '../format-reader'
import { type LocalClock, createLocalClock } from '../table/local-clock'
import { meterParts } from '../table/meter-parts'
import { type TotalState, differencesOf } from '../table/total-list'
import { createTextPieces } from '../text-encoding'
import { type TelegramReading, decodeTelegram } from './decode-telegram'
import { createTelegramFinder } from './find-telegrams'

const QUARTER = 900

type Recording = {
  readonly states: Map<string, Record<Direction, TotalState[]>>
  readonly others: Map<string, Remark>
  right: number
  unchecked: number
  wrong: number
  wrongLine: number
  timeless: number
  withoutEnergy: number
  oddSeason: number
  rounded: number
}

export const dsmrP1: FormatReader = {
  format: 'dsmr-p1',
  detect: ({ bytes }) => {
    const text = createTextPieces('windows-1252')(bytes)
    return (
      /(?:^|\n)\/[A-Za-z]{3}[^\n]{0,120}\n/u.test(text) && /\n\d-\d:\d{1,3}\.\d{1,3}\.\d{1,3}(?:\*255)?\(/u.test(text)
    )
  },
  read
}

async function* read(bytes: AsyncIterable<Uint8Array>, context: ReadContext): AsyncGenerator<FilePart, void> {
  const recording: Recording = {
    ...{ states: new Map(), others: new Map(), right: 0, unchecked: 0, wrong: 0, wrongLine: 0 },
    ...{ timeless: 0, withoutEnergy: 0, oddSeason: 0, rounded: 0 }
  }
  const finder = createTelegramFinder()
  const text = createTextPieces('windows-1252')
  const clock = createLocalClock(context.timeZone)
  const take = (found: ReturnType<typeof finder.push>): void => {
    for (const telegram of found) {
      recording[telegram.checksum === 'none' ? 'unchecked' : telegram.checksum] += 1
      if (telegram.checksum === 'wrong') recording.wrongLine ||= telegram.line
      else note(recording, decodeTelegram(telegram.text), telegram.line, clock, context.meterId)
    }
  }
  for await (const chunk of bytes) take(finder.push(text(chunk)))
  take(finder.push('\n'))
  yield* partsOf(recording, finder.incomplete())
}

function note(recording: Recording, reading: TelegramReading, line: number, clock: LocalClock, unnamed: string): void {
  recording.rounded += reading.rounded
  for (const { medium, name } of reading.others) {
    recording.others.set(`${medium} ${name}`, { code: `${medium}-left-out`, params: { name } })
  }
  if (reading.drawn === null && reading.fedIn === null) recording.withoutEnergy += 1
  else if (reading.time === null) recording.timeless += 1
  else {
    const { at, isOdd } = instantOf(reading.time, clock)
    if (isOdd) recording.oddSeason += 1
    const meterId = reading.meterId ?? unnamed
    const states = recording.states.get(meterId) ?? { drawn: [], 'fed-in': [] }
    recording.states.set(meterId, states)
    const state = { start: at, seconds: 0, rank: 0 as const, line }
    if (reading.drawn !== null) states.drawn.push({ ...state, energy: reading.drawn })
    if (reading.fedIn !== null) states['fed-in'].push({ ...state, energy: reading.fedIn })
  }
}

/** Summer or winter tells the hour apart that occurs twice; elsewhere the zone knows better. */
function instantOf({ local, isSummer }: NonNullable<TelegramReading['time']>, clock: LocalClock) {
  const [one, two] = clock.instants(local)
  const at = two !== undefined && !isSummer ? two : (one ?? local)
  const winter = clock.local(Date.UTC(new Date(local * 1000).getUTCFullYear(), 0, 1) / 1000)
  const offset = winter - Date.UTC(new Date(local * 1000).getUTCFullYear(), 0, 1) / 1000
  return { at, isOdd: two === undefined && local - at > offset !== isSummer }
}

function* partsOf(recording: Recording, incomplete: number): Generator<FilePart, void> {
  const { right, unchecked, wrong, wrongLine } = recording
  const remarks: Remark[] = [
    ...counted('p1-wrong', wrong, { line: wrongLine }),
    ...counted('p1-unchecked', unchecked),
    ...counted('p1-incomplete', incomplete),
    ...counted('p1-no-time', recording.states.size > 0 ? recording.timeless : 0),
    ...counted('p1-season-odd', recording.oddSeason),
    ...counted('values-rounded', recording.rounded),
    ...recording.others.values()
  ]
  for (const remark of remarks) yield { kind: 'remark', remark }
  if (right + unchecked === 0)
    throw wrong > 0 ? new AppError('p1-none-right', { count: wrong }) : new AppError('p1-none-whole')
  if (recording.states.size === 0) throw new AppError(recording.timeless > 0 ? 'p1-without-time' : 'p1-without-energy')
  for (const [meterId, states] of recording.states) yield* meterOf(meterId, states)
}

function* meterOf(meterId: string, states: Record<Direction, TotalState[]>): Generator<FilePart, void> {
  const [drawn, fedIn] = [ascending(states.drawn), ascending(states['fed-in'])]
  const [one, other] = [differencesOf(drawn), differencesOf(fedIn)]
  const registers = [
    { direction: 'drawn' as const, states: thinned(drawn) },
    { direction: 'fed-in' as const, states: thinned(fedIn) }
  ]
  yield* meterParts({
    meterId,
    drawn: one.intervals,
    fedIn: other.intervals,
    registers: registers.filter((register) => register.states.length > 0)
  })
  const count = one.backwards + other.backwards
  for (const remark of counted('register-backwards', count, { line: one.line || other.line }))
    yield { kind: 'remark', remark }
  if (drawn.length <= 1 && fedIn.length <= 1)
    yield { kind: 'remark', remark: { code: 'one-register-reading', params: { meter: meterId } } }
}

function ascending(states: readonly TotalState[]): TotalState[] {
  const sorted = [...states].sort((one, other) => one.start - other.start)
  return sorted.filter((state, index) => state.start !== sorted[index - 1]?.start)
}

/** Telegrams come every second; what a register showed is kept once a quarter hour, first and last always. */
function thinned(states: readonly TotalState[]): TotalState[] {
  const slot = (state: TotalState | undefined): number => Math.floor((state?.start ?? -1) / QUARTER)
  return states.filter((state, index) => index === states.length - 1 || slot(state) !== slot(states[index - 1]))
}

function counted(code: string, count: number, params: Readonly<Record<string, number>> = {}): Remark[] {
  return count > 0 ? [{ code, params: { count, ...params } }] : []
}
