/** gzip files of several members (RFC 1952 2.2), as logs that are packed day by day and joined. */

import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { gzipMember } from '../../../app/readings/archives/file-members'
import { readingHousehold } from '../../support/reading-household'

const day = (date: number): string =>
  Array.from({ length: 24 }, (_, hour) => {
    const from = `${String(date).padStart(2, '0')}.03.2026 ${String(hour).padStart(2, '0')}:00`
    return `${from};0,${String(100 + ((hour * 37) % 100))}\n`
  }).join('')

const DAYS = ['Beginn;Verbrauch (kWh)\n', ...[2, 3, 4, 5].map(day)]
const JOINED = Buffer.concat(DAYS.map((text) => gzipSync(text)))

async function taken(bytes: Uint8Array) {
  const home = readingHousehold()
  const [result] = await home.procedures['readings.import']({ files: [home.documents.put('march.csv.gz', bytes)] })
  return { home, result: result! }
}

describe('gzip files of several members', () => {
  it('are one file', async () => {
    const { result } = await taken(JOINED)
    const whole = await taken(gzipSync(DAYS.join('')))
    expect(result).toMatchObject({ name: 'march.csv.gz › march.csv', refused: null, meters: [{ intervals: 96 }] })
    expect(result).toEqual(whole.result)
  })

  it('tell beforehand how much they hold, for the progress', async () => {
    const { size } = await gzipMember('a.gz', one(JOINED))
    expect(size).toBe(Buffer.byteLength(DAYS.join('')))
  })

  it('are refused whole where any one of them is damaged, cut short or followed by something else', async () => {
    const last = gzipSync(DAYS.at(-1)!).length
    const harmed = [10, JOINED.length - last - 6, JOINED.length - last - 2, JOINED.length - 2].map((at) => {
      const copy = Uint8Array.from(JOINED)
      copy[at] = (copy[at] ?? 0) ^ 0x01
      return copy
    })
    const whole = gzipSync(DAYS.join(''))
    // The last bytes of what is cut short announce any size.
    const cut = [0.2, 0.5, 0.9].map((share) => whole.subarray(0, Math.floor(whole.length * share)))
    for (const bytes of [...harmed, ...cut, JOINED.subarray(0, -5), Buffer.concat([JOINED, Buffer.from('more')])]) {
      const { home, result } = await taken(bytes)
      expect(result.refused?.code).toBe('archive-damaged')
      expect(home.store.spans()).toEqual([])
    }
  })

  it('have a limit to how many there are', async () => {
    const many = await taken(Buffer.concat([gzipSync(DAYS.join('')), ...Array<Buffer>(5001).fill(gzipSync(''))]))
    expect(many.result.refused).toEqual({ code: 'archive-too-many', params: { most: 5000 } })
  })
})

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  yield await Promise.resolve(bytes)
}
