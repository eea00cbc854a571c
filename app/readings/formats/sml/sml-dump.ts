/** Recordings of the optical head of German meters (SML). Only intact files count; most meters have no clock. */

import { AppError } from '../../../app-error'
import { FormatError } from '../../../../crypto'
import type { Remark } from '../../../contract/common'
import type { Direction } from '../../../domain/energy'
import type { FilePart, FormatReader, ReadContext } from '../format-reader'
import { toMeterName } from '../table/meter-of-table'
import { meterParts } from '../table/meter-parts'
import { type TotalState, differencesOf } from '../table/total-list'
import { type SmlList, type SmlRegister, listsOf } from './sml-registers'
import { beginOf, createFrameFinder } from './sml-frames'
import { decodeSml } from './sml-values'

/** 2000 to 2100; a meter that was never set counts from 1970. */
const FIRST_TIME = 946_684_800
const LAST_TIME = 4_102_444_800

type Recording = {
  right: number
  wrong: number
  /** The newest list with registers, for the person. */
  newest: SmlList | null
  readonly states: Map<string, Record<Direction, TotalState[]>>
  /** Codes of registers that count no electricity, and what they count. */
  readonly others: Map<string, Medium>
}

type Medium = SmlList['others'][number]['medium']

export const smlDump: FormatReader = {
  format: 'sml',
  detect: ({ bytes }) => beginOf(bytes, 0) >= 0,
  read
}

async function* read(bytes: AsyncIterable<Uint8Array>, context: ReadContext): AsyncGenerator<FilePart, void> {
  const recording: Recording = { right: 0, wrong: 0, newest: null, states: new Map(), others: new Map() }
  const finder = createFrameFinder()
  for await (const chunk of bytes) {
    for (const { body, isRight } of finder.push(chunk)) {
      const lists = isRight ? listsIn(body) : null
      if (!lists) recording.wrong += 1
      else {
        recording.right += 1
        for (const list of lists) note(recording, list, context.meterId)
      }
    }
  }
  yield* partsOf(recording)
}

/** Null where the checksum is right and the messages are not. */
function listsIn(body: Uint8Array): SmlList[] | null {
  try {
    return listsOf(decodeSml(body))
  } catch (error) {
    if (error instanceof FormatError) return null
    throw error
  }
}

function note(recording: Recording, list: SmlList, unnamed: string): void {
  for (const { code, medium } of list.others) recording.others.set(code, medium)
  if (list.registers.length === 0) return
  recording.newest = list
  const meterId = toMeterName(list.server) ?? unnamed
  for (const [direction, register] of [
    ['drawn', find(list, '1')],
    ['fed-in', find(list, '2')]
  ] as const) {
    if (!register || register.at === null || register.at < FIRST_TIME || register.at > LAST_TIME) continue
    const states = recording.states.get(meterId) ?? { drawn: [], 'fed-in': [] }
    recording.states.set(meterId, states)
    states[direction].push({ start: register.at, seconds: 0, energy: milli(register), rank: 0, line: recording.right })
  }
}

function find({ registers }: SmlList, group: '1' | '2'): SmlRegister | undefined {
  return registers.find(({ code }) => code === `1-0:${group}.8.0`)
}

function milli({ value, scaler }: SmlRegister): number {
  const power = 3 + scaler
  return Number(power >= 0 ? value * 10n ** BigInt(power) : value / 10n ** BigInt(-power))
}

function* partsOf({ right, wrong, newest, states, others }: Recording): Generator<FilePart, void> {
  if (right === 0) throw wrong > 0 ? new AppError('sml-none-right', { count: wrong }) : new AppError('sml-none-whole')
  const remarks: Remark[] = [
    ...(wrong > 0 ? [{ code: 'sml-wrong', params: { count: wrong } }] : []),
    ...(newest?.registers ?? []).map(remarkOf),
    ...leftOut(others)
  ]
  for (const remark of remarks) yield { kind: 'remark', remark }
  if (!newest) {
    const [medium] = others.values()
    throw new AppError(medium ? `file-only-${medium}` : 'sml-without-energy')
  }
  if (states.size === 0) throw new AppError('sml-without-time', { meter: newest.server })
  for (const [meterId, { drawn, 'fed-in': fedIn }] of states) {
    const registers = [
      { direction: 'drawn' as const, states: drawn },
      { direction: 'fed-in' as const, states: fedIn }
    ]
    const [one, other] = [differencesOf(drawn), differencesOf(fedIn)]
    yield* meterParts({
      meterId,
      drawn: one.intervals,
      fedIn: other.intervals,
      registers: registers.filter((each) => each.states.length > 0)
    })
  }
}

function leftOut(others: Recording['others']): Remark[] {
  return [...new Set(others.values())].map((medium) => {
    const registers = [...others].filter(([, one]) => one === medium).map(([code]) => code)
    const params = { count: registers.length, registers: registers.join(', ').slice(0, 400) }
    return { code: `register-${medium}-left-out`, params }
  })
}

/** What the register shows, as a decimal number of watt-hours. */
function remarkOf({ code, value, scaler }: SmlRegister): Remark {
  const digits = value.toString().padStart(1 - Math.min(0, scaler), '0')
  const text = scaler >= 0 ? digits + '0'.repeat(scaler) : `${digits.slice(0, scaler)}.${digits.slice(scaler)}`
  return { code: 'sml-register', params: { register: code, value: text } }
}
