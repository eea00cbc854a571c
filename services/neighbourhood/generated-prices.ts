/** A plausible day-ahead market made from a seed: cheap nights, dear evenings, negative noons now and then. */

import type { Period } from '../../app/domain/interval'
import { createSeededStream } from '../load-generator/seeded-stream'
import type { PriceTable } from '../supplier/publish-index'

const STEP = 900

/** Prices in nano-euro per Wh (1 EUR/MWh = 1,000), whole hundredths of a euro per MWh as markets quote them. */
export function generatedPrices(seed: string, { start, end }: Period): PriceTable {
  const stream = createSeededStream(seed, 'prices')
  let mood = 80
  const prices = Array.from({ length: (end - start) / STEP }, (_, index) => {
    if (index % 96 === 0) mood = stream.between(45, 125)
    const hour = ((start + index * STEP) % 86_400) / 3600
    const evening = 70 * Math.exp(-((hour - 17.5) ** 2) / 5)
    const morning = 30 * Math.exp(-((hour - 6.5) ** 2) / 4)
    const noon = -1.1 * mood * Math.exp(-((hour - 11.5) ** 2) / 8)
    const euroPerMwh = mood + evening + morning + noon + stream.between(-6, 6)
    return BigInt(Math.round(euroPerMwh * 100)) * 10n
  })
  return { start, seconds: STEP, prices }
}
