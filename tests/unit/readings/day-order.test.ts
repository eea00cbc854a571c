/** Days like 05/01/2026, which may be of January or of May: taken where their neighbours tell, asked for where not. */

import { describe, expect, it } from 'vitest'
import { readingHousehold } from '../../support/reading-household'

type Order = 'american' | 'european'

const two = (value: number): string => String(value).padStart(2, '0')

function written(order: Order, time: Date): string {
  const [day, month] = [two(time.getUTCDate()), two(time.getUTCMonth() + 1)]
  return `${order === 'american' ? `${month}/${day}` : `${day}/${month}`}/${time.getUTCFullYear()}`
}

/** Hours from a day on. */
function hours(order: Order, from: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const time = new Date(Date.parse(from) + index * 3_600_000)
    return `${written(order, time)} ${two(time.getUTCHours())}:00;0,1${two((index * 37) % 90)}`
  })
}

async function imported(name: string, rows: readonly string[]) {
  const home = readingHousehold()
  const [result] = await home.procedures['readings.import']({
    files: [home.documents.put('days.csv', [name, ...rows].join('\n'))]
  })
  return result!
}

describe('days and months that could be either', () => {
  it.each(['american', 'european'] as const)('are read where each day follows the one before: %s', async (order) => {
    const { meters, refused } = await imported('Beginn;Verbrauch (kWh)', hours(order, '2026-05-01', 5 * 24))
    expect(refused).toBeNull()
    expect(meters[0]).toMatchObject({ intervals: 120, first: Date.parse('2026-04-30T22:00Z') / 1000 })
  })

  it('are asked for where there is only one day', async () => {
    const { refused } = await imported('Beginn;Verbrauch (kWh)', hours('european', '2026-05-01', 24))
    expect(refused).toEqual({ code: 'layout-doubtful', params: { doubts: 'order' } })
  })

  it('are asked for where first days of months may be the days of one', async () => {
    const rows = Array.from(
      { length: 14 },
      (_, month) => `${written('european', new Date(Date.UTC(2026, month, 1)))};${1000 + month * 200}`
    )
    const { refused } = await imported('Ablesedatum;Zählerstand Bezug (kWh)', rows)
    expect(refused).toMatchObject({
      code: 'layout-doubtful',
      params: { doubts: expect.stringContaining('order') as string }
    })
  })
})
