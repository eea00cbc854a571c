/** `wattveil readings`: what a household holds, interval by interval. */

import { type LocalDate, addDays, toLocalDate } from '../../app/domain/calendar'
import { toIsoInstant, toUtcSeconds } from '../../app/domain/interval'
import { type Arguments, type Command, UsageError, atMost, optionalText, requiredText } from '../command'
import { openCliHousehold } from '../open-cli-household'

const MOST_DAYS = 400
const CENTURY = /^20\d\d-/u

export const readingsCommand: Command = {
  name: 'readings',
  usage: 'readings --household DIR [--from DAY] [--to DAY] [--meter ID]',
  summary: 'Prints the readings of a span of local days.',
  options: {
    household: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    meter: { type: 'string' }
  },
  help: [
    ['--household DIR', 'folder of the household'],
    ['--from DAY', 'first day, YYYY-MM-DD; the newest day when absent'],
    ['--to DAY', 'last day; the same as --from when absent'],
    ['--meter ID', 'one meter; the first when absent']
  ],
  exitCodes: [
    [0, 'readings were found'],
    [1, 'there are none in this span'],
    [2, 'the household cannot be opened'],
    [3, 'the command line is wrong']
  ],
  async run(args, output) {
    atMost(args, 0)
    const household = openCliHousehold({ folder: requiredText(args, 'household'), create: false })
    try {
      const { procedures } = household.app
      const ranges = await procedures['readings.ranges']({})
      const wanted = optionalText(args, 'meter')
      const range = ranges.find(({ meterId }) => wanted === undefined || meterId === wanted)
      if (!range) {
        output.result({ meter: wanted ?? null, intervals: [] }, () => ['No readings.'])
        return 1
      }
      const from = dayOf(args, 'from', range.newest)
      const to = dayOf(args, 'to', from)
      const intervals: ShownInterval[] = []
      for (const day of daysFrom(from, to)) {
        const { slots } = await procedures['readings.day']({ meterId: range.meterId, date: day })
        for (const { start, seconds, drawn, fedIn, quality } of slots) {
          if (drawn === null && fedIn === null) continue
          intervals.push({
            start: toIsoInstant(toUtcSeconds(start)),
            seconds,
            drawnMilliWh: drawn,
            fedInMilliWh: fedIn,
            quality
          })
        }
      }
      output.result({ meter: range.meterId, from, to, intervals }, () =>
        intervals.map(({ start, seconds, drawnMilliWh, fedInMilliWh, quality }) =>
          [start, seconds, drawnMilliWh ?? '', fedInMilliWh ?? '', quality].join('\t')
        )
      )
      return intervals.length > 0 ? 0 : 1
    } finally {
      await household.close()
    }
  }
}

type ShownInterval = {
  readonly start: string
  readonly seconds: number
  readonly drawnMilliWh: number | null
  readonly fedInMilliWh: number | null
  readonly quality: string
}

function dayOf(args: Arguments, option: string, fallback: string): LocalDate {
  const text = optionalText(args, option) ?? fallback
  try {
    if (!CENTURY.test(text)) throw new RangeError('day: 2000 to 2099')
    return toLocalDate(text)
  } catch {
    throw new UsageError(`--${option}: a day as YYYY-MM-DD, 2000 to 2099`)
  }
}

function* daysFrom(from: LocalDate, to: LocalDate): Generator<LocalDate> {
  let count = 0
  for (let day = from; day <= to; day = addDays(day, 1)) {
    if (++count > MOST_DAYS) throw new UsageError(`at most ${MOST_DAYS} days at a time`)
    yield day
  }
}
