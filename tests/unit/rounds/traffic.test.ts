import { type Socket, connect, createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createHttpNeighbourhood } from '../../support/rounds/http-neighbourhood'
import { FIRST_DAY } from '../../support/rounds/test-neighbourhood'
import { timeOf } from '../../support/rounds/test-meter'

/** How much a home may send and receive for a day of quarter hours: docs/performance.md has what was measured. */
const LIMITS: Readonly<Record<number, { readonly sent: number; readonly received: number }>> = {
  10: { sent: 40_000, received: 60_000 },
  20: { sent: 40_000, received: 110_000 },
  50: { sent: 40_000, received: 260_000 },
  // More than 64 are split: two lists of 50.
  100: { sent: 40_000, received: 260_000 }
}
const FULL = process.env['WATTVEIL_FULL'] === '1'
const SIZES = FULL ? [10, 20, 50, 100] : [10]
const DAYS = 3
/** A home looks every hour in case that nothing could be heard; mostly there is nothing to ask. */
const LOOKS = FULL ? 24 : 4

/** Counts what goes through to the collector and back, headers and all. */
async function counted(
  target: string
): Promise<{ readonly url: string; readonly sent: number; readonly received: number }> {
  const count = { url: '', sent: 0, received: 0 }
  const sockets = new Set<Socket>()
  const server = createServer((home) => {
    const collector = connect(Number(new URL(target).port), '127.0.0.1')
    for (const socket of [home, collector]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
    }
    home.on('data', (chunk) => (count.sent += chunk.length)).pipe(collector)
    collector.on('data', (chunk) => (count.received += chunk.length)).pipe(home)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  count.url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
  return count
}

describe('the traffic of a home and a day', () => {
  it.each(SIZES)(
    'of a group of %i stays within what is written down',
    async (households) => {
      const all = await createHttpNeighbourhood({ seed: 'traffic', households, seconds: 900 })
      const count = await counted(all.address.now)
      all.address.now = count.url
      await all.join()
      const days: { readonly sent: number; readonly received: number; readonly requests: number }[] = []
      for (let day = 0; day < DAYS; day++) {
        const before = { ...count, requests: all.sent.length }
        all.measure()
        // KEYS and SUBMIT after midnight, and then a look now and again.
        for (let look = 0; look < LOOKS; look++) {
          await all.stepAll(timeOf(FIRST_DAY + day + 1, 600 + (look * 86_400) / LOOKS))
        }
        const requests = all.sent.length - before.requests
        days.push({ sent: count.sent - before.sent, received: count.received - before.received, requests })
      }
      // From the third day on every day has its KEYS, its roster, its SUBMIT and its sum.
      const { sent, received, requests } = days.at(-1)!
      const each = { sent: sent / households, received: received / households, requests: requests / households }
      if (FULL)
        process.stderr.write(`traffic of a home and a day, group of ${String(households)}: ${JSON.stringify(each)}\n`)
      expect(each.sent).toBeGreaterThan(0)
      expect(each.sent).toBeLessThan(LIMITS[households]!.sent)
      expect(each.received).toBeLessThan(LIMITS[households]!.received)
    },
    600_000
  )
})
