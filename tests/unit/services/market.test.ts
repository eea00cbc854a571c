import { describe, expect, it } from 'vitest'
import { addDays, toLocalDate, toTimeZone } from '../../../app/domain/calendar'
import { prepareMarket } from '../../../services/neighbourhood/market'
import { temporaryFolder } from '../../support/temporary-folder'

const first = toLocalDate('2026-03-01')

describe('the market of a neighbourhood', () => {
  it.each([
    ['flat', 14, '2026-03-08'],
    ['time-of-use', 15, '2026-03-08'],
    ['time-of-use', 31, '2026-03-16']
  ] as const)('charges a wrong %s price from the middle of a period of %i days', async (tariff, days, from) => {
    const last = addDays(first, days - 1)
    const { mistakes } = await prepareMarket({
      tariff,
      zone: toTimeZone('Europe/Berlin'),
      first,
      last,
      seconds: 900,
      prices: null,
      wrongPeriod: { first, last, again: true },
      folder: temporaryFolder()
    })
    expect(mistakes).toMatchObject([{ kind: 'price', period: first, from }])
  })
})
