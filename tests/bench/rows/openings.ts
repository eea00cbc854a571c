/** Openings of commitments checked per second: the product's kernel alone and on worker threads. */

import { loadKernel } from '../../../adapters/commitment-work/load-kernel'
import { createWorkerPool } from '../../../adapters/commitment-work/worker-pool'
import { systemRandom } from '../../../adapters/system/system-random'
import type { BenchRow, Measurement } from '../bench-row'
import { MONTH_INTERVALS } from '../stand/month-bill'
import { WORKERS } from '../stand/open-core'
import { makeOpenings, repeated } from '../stand/openings'
import { cheapestOf, fastestOf } from '../stopwatch'
import { loadLibsodium } from '../yardsticks/libsodium'
import { checkedByNativeLibsodium } from '../yardsticks/native-libsodium'
import { plainOpens } from '../yardsticks/plain-noble'

const YEAR_INTERVALS = 35_040
/** Of the slow ones, so many are enough to know their pace. */
const SAMPLE = 400
const ROUNDS = 4
/** Of a year on two threads. In C libsodium is 2.1 to 2.6 times as fast as in WebAssembly: 6 times that is 16. */
const AT_LEAST = { noble: 30, native: 6, libsodium: 16 }

const NOBLE = 'plain noble, one by one'
const LIBSODIUM = 'libsodium (WebAssembly), one by one'
const NATIVE = 'libsodium (C, of this machine), one by one'

/** Milliseconds of the sample on one thread; native null where this machine has no such library. */
type Yardsticks = { readonly noble: number; readonly libsodium: number; readonly native: number | null }

export const openings: BenchRow = {
  name: 'openings',
  measure: async (_, wants) => {
    const sodium = await loadLibsodium()
    const month = makeOpenings(MONTH_INTERVALS)
    const year = repeated(month, YEAR_INTERVALS)
    const sample = month.each.slice(0, SAMPLE)
    const kernel = loadKernel()
    const pool = createWorkerPool({ size: WORKERS.count, workerFile: WORKERS.file, random: systemRandom })
    const native = { processor: Infinity, clock: Infinity }
    const natively = async (): Promise<void> => {
      const times = await checkedByNativeLibsodium(sample)
      native.processor = Math.min(native.processor, times?.processor ?? Infinity)
      native.clock = Math.min(native.clock, times?.clock ?? Infinity)
    }
    const slow = [
      () => demand(sample.every((each) => plainOpens(each.commitment, each.value, each.blinding))),
      () => demand(sample.every((each) => sodium.opens(each.commitment, each.valueBytes, each.blindingBytes))),
      ...(wants('openings.native') ? [natively] : [])
    ]
    const allOfYear = async (): Promise<void> => demand((await pool.openingsFit(year)).every((fits) => fits === 1))
    try {
      await allOfYear()
      const [one = 0, all = 0, noble = 0, libsodium = 0] = await cheapestOf(ROUNDS, [
        () => demand(kernel.firstBadOpeningVartime(month) === -1),
        allOfYear,
        ...slow
      ])
      const cost = { noble, libsodium, native: seen(native.processor) }
      // Threads are for time on the clock, so the clock it is for their yardsticks, too.
      const onTheClock = async (): Promise<Measurement[]> => {
        const [many = 0, nobleTime = 0, libsodiumTime = 0] = await fastestOf(ROUNDS, [allOfYear, ...slow])
        const time = { noble: nobleTime, libsodium: libsodiumTime, native: seen(native.clock) }
        const what = `openings of a year, ${WORKERS.count} worker threads`
        const atLeast = WORKERS.count >= 2 ? AT_LEAST : {}
        return compared('openings.workers', what, perSecond(YEAR_INTERVALS, many), time, atLeast)
      }
      return [
        ...compared('openings', `openings, ${kernel.name} kernel, one thread`, perSecond(MONTH_INTERVALS, one), cost),
        {
          ...{
            id: 'openings.year',
            what: `openings of a year, ${WORKERS.count} worker threads, processor time of all`
          },
          ...{ value: perSecond(YEAR_INTERVALS, all), unit: 'per s', limit: null },
          ...{ baseline: perSecond(SAMPLE, noble), against: NOBLE }
        },
        ...(wants('openings.workers') ? await onTheClock() : [])
      ]
    } finally {
      await pool.close()
    }
  }
}

function compared(
  id: string,
  what: string,
  value: number,
  { noble, libsodium, native }: Yardsticks,
  atLeast: { readonly [yardstick in keyof Yardsticks]?: number } = {}
): Measurement[] {
  const row = (own: string, told: string, milliseconds: number, against: string, least?: number): Measurement => ({
    ...{ id: own, what: told, value, unit: 'per s', limit: null, baseline: perSecond(SAMPLE, milliseconds), against },
    ...(least === undefined ? {} : { atLeast: least })
  })
  const after = (name: string): string => `${id}${id.includes('.') ? '-' : '.'}${name}`
  return [
    row(id, what, noble, NOBLE, atLeast.noble),
    row(after('libsodium'), 'the same', libsodium, LIBSODIUM, atLeast.libsodium),
    ...(native === null ? [] : [row(after('native'), 'the same', native, NATIVE, atLeast.native)])
  ]
}

function seen(milliseconds: number): number | null {
  return Number.isFinite(milliseconds) ? milliseconds : null
}

function perSecond(count: number, milliseconds: number): number {
  return (1000 * count) / milliseconds
}

/** Fast and wrong is not fast. */
function demand(isRight: boolean): void {
  if (!isRight) throw new Error('an opening that fits was refused')
}
