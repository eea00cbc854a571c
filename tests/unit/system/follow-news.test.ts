import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type NewsOptions, followNews } from '../../../adapters/household/follow-news'
import type { ListenOptions } from '../../../adapters/http/listen'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const SOURCE = {
  address: 'https://lindenhof.example:8443/0123456789abcdef',
  recipient: 'Stromwerk Musterau',
  pin: null
}

function following(more: Partial<NewsOptions> = {}) {
  const lines: (ListenOptions & { stopped: boolean })[] = []
  const looked = { times: 0 }
  const sources = { now: [SOURCE] as (typeof SOURCE)[] }
  const lookIn = { seconds: 30 as number | null }
  const news = followNews({
    sources: () => sources.now,
    lookIn: () => lookIn.seconds,
    beforeSend: () => undefined,
    look: () => {
      looked.times += 1
    },
    connect: (options) => {
      const line = { ...options, stopped: false }
      lines.push(line)
      return () => {
        line.stopped = true
      }
    },
    chance: () => 0,
    ...more
  })
  return { lines, looked, sources, lookIn, news }
}

describe('following the news of collectors', () => {
  it('looks once for many pieces of news, and not at all while nothing is waited for', () => {
    const { lines, looked, lookIn, news } = following()
    vi.advanceTimersByTime(5000)
    expect(lines.map(({ url }) => url)).toEqual([`${SOURCE.address}/events`])
    expect(news.isHearing()).toBe(false)
    for (let count = 0; count < 40; count++) lines[0]!.heard()
    expect(news.isHearing()).toBe(true)
    vi.advanceTimersByTime(29_000)
    expect(looked.times).toBe(0)
    vi.advanceTimersByTime(2000)
    expect(looked.times).toBe(1)
    lookIn.seconds = null
    lines[0]!.heard()
    vi.advanceTimersByTime(60_000)
    expect(looked.times).toBe(1)
    news.stop()
  })

  it('comes back later and later to a collector that cannot be heard, and at once when it was', () => {
    const { lines, news } = following()
    const openedAt: number[] = []
    for (let second = 0; second < 3600; second++) {
      vi.advanceTimersByTime(1000)
      if (lines.length === openedAt.length) continue
      openedAt.push(second)
      lines.at(-1)!.ended()
    }
    expect(openedAt.length).toBeLessThan(16)
    const gaps = openedAt.slice(1).map((at, index) => at - openedAt[index]!)
    expect(gaps).toEqual([...gaps].sort((a, b) => a - b))
    expect(gaps.at(-1)).toBeLessThanOrEqual(605)
    expect(news.isHearing()).toBe(false)
    news.stop()
  })

  it('stops with a group that was left, and with the program, and opens nothing after', () => {
    const { lines, sources, news, looked } = following()
    vi.advanceTimersByTime(5000)
    sources.now = []
    vi.advanceTimersByTime(5000)
    expect(lines[0]!.stopped).toBe(true)
    sources.now = [SOURCE]
    vi.advanceTimersByTime(5000)
    expect(lines).toHaveLength(2)
    lines[1]!.heard()
    news.stop()
    expect(lines[1]!.stopped).toBe(true)
    vi.advanceTimersByTime(3_600_000)
    expect([lines.length, looked.times]).toEqual([2, 0])
  })
})
