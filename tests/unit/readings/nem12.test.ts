/** NEM12 files in which a register has more than one head, as those of several downloads put together have. */

import { describe, expect, it } from 'vitest'
import { readingHousehold } from '../../support/reading-household'

const day = (date: string, watts: number, quality = 'A'): string =>
  `300,${date},${Array<string>(48)
    .fill(`${watts / 1000}`)
    .join(',')},${quality},,,`
const head = (suffix: string): string => `200,6123456789,E1E2B1,${suffix},${suffix},,METER12,KWH,30,`

async function imported(...records: readonly string[]) {
  const home = readingHousehold()
  const text = ['100,NEM12,202601010000,A,B', ...records, '900'].join('\n')
  const [result] = await home.procedures['readings.import']({ files: [home.documents.put('days.csv', text)] })
  return result!
}

describe('a register of NEM12 with several heads', () => {
  it('counts a day that stands below two of them once', async () => {
    const rest = [head('E1'), day('20260102', 100), day('20260103', 200)]
    const { meters, refused } = await imported(head('E1'), day('20260101', 100), day('20260102', 100), ...rest)
    expect(refused).toBeNull()
    expect(meters[0]).toMatchObject({ intervals: 144, drawn: 48 * 400_000 })
  })

  it('is refused where the two say something else, by line', async () => {
    const { refused } = await imported(head('E1'), day('20260101', 100), head('E1'), day('20260101', 101))
    expect(refused).toEqual({ code: 'csv-overlap', params: { line: 5 } })
  })

  it('takes a value where the other has none', async () => {
    const { meters } = await imported(head('E1'), day('20260101', 0, 'N'), head('E1'), day('20260101', 100))
    expect(meters[0]).toMatchObject({ intervals: 48, drawn: 48 * 100_000 })
  })

  it('is added to another register of its direction, not to one of the other', async () => {
    const heads = ['E1', 'E2', 'B1'].flatMap((suffix) => [head(suffix), day('20260101', 100)])
    const { meters } = await imported(...heads)
    expect(meters[0]).toMatchObject({ intervals: 48, drawn: 48 * 200_000, fedIn: 48 * 100_000 })
  })
})
