import { get } from 'node:https'
import path from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createCollectorConnection } from '../../../adapters/http/round-transport'
import { toUtcSeconds } from '../../../app/domain/interval'
import { decodeInvitation } from '../../../app/rounds/invitation'
import { collectorConfig } from '../../../services/collector/collector-config'
import { foundGroup } from '../../../services/collector/found-group'
import { groupsIn, readTerms } from '../../../services/collector/group-folder'
import { type HostingOptions, startCollectors } from '../../../services/collector/start-collector'
import { ownCertificate } from '../../../services/runtime/own-certificate'
import { systemServiceClock } from '../../../services/runtime/service-clock'
import { temporaryFolder } from '../../support/temporary-folder'

vi.setConfig({ testTimeout: 60_000 })

const ENROL = new Uint8Array(40)

function configOf(name: string, direction: 'drawn' | 'fed-in' = 'drawn') {
  return collectorConfig.parse({ operator: 'Stromwerk Musterau', group: { name, direction, seconds: 900 } })
}

async function hosted(state: string, more: Partial<HostingOptions> = {}) {
  const clock = systemServiceClock()
  const service = await startCollectors(groupsIn(state), { port: 0, clock, ...more })
  let open = true
  const close = async (): Promise<void> => {
    if (open) await service.close()
    open = false
  }
  onTestFinished(close)
  return { ...service, close }
}

function founded(...groups: ReturnType<typeof configOf>[]): string {
  const state = temporaryFolder()
  for (const config of groups) {
    foundGroup(state, config, systemServiceClock().clock)
  }
  return state
}

describe('a collector of several groups', () => {
  it('has each at a place of its own, named by what the group is', async () => {
    const state = founded(configOf('Lindenhof'), configOf('Lindenhof', 'fed-in'))
    const { url, groups } = await hosted(state)
    expect(groups.map(({ name }) => name)).toEqual(['Lindenhof', 'Lindenhof'])
    const places = groups.map(({ invitation }) => decodeInvitation(invitation).address)
    expect(new Set(places).size).toBe(2)
    for (const [index, place] of places.entries()) {
      expect(place.startsWith(`${url}/`)).toBe(true)
      const shown: unknown = await (await fetch(`${place}/invitation`)).json()
      expect(shown).toEqual(groups[index]?.invitation)
    }
    expect((await fetch(`${url}/invitation`)).status).toBe(404)
  })

  it('keeps the terms of each beside it, and founds none twice', () => {
    const state = founded(configOf('Lindenhof'))
    const [group] = groupsIn(state)
    expect(readTerms(group!.folder)).toMatchObject({ name: 'Lindenhof', mode: 'batch', direction: 'drawn' })
    expect(() => foundGroup(state, configOf('Lindenhof'), systemServiceClock().clock)).toThrowError(
      expect.objectContaining({ code: 'group-exists' })
    )
  })

  it('is the same group after a restart', async () => {
    const state = founded(configOf('Lindenhof'))
    const first = await hosted(state)
    const { group } = first.groups[0]!.invitation
    await first.close()
    const second = await hosted(state)
    expect(second.groups[0]!.invitation.group).toEqual(group)
  })
})

describe('over TLS', () => {
  it('a household reaches it by the key in the invitation and by no other', async () => {
    const state = founded(configOf('Lindenhof'))
    const tls = ownCertificate(path.join(state, 'collector-tls.key'), ['127.0.0.1'])
    const { groups } = await hosted(state, { tls })
    const { address, operator, pin } = decodeInvitation(groups[0]!.invitation)
    expect(pin).toEqual(tls.pin)
    const connect = createCollectorConnection({ beforeSend: () => undefined, timeoutMs: 5000 })
    expect(await connect(address, operator, pin, () => toUtcSeconds(0)).enrol(ENROL)).toBe('rejected')
    await expect(
      connect(address, operator, new Uint8Array(32), () => toUtcSeconds(0)).enrol(ENROL)
    ).rejects.toMatchObject({
      failure: 'wrong-certificate'
    })
  })
})

describe('the counters', () => {
  it('are on a port of their own and say nothing of anybody', async () => {
    const state = founded(configOf('Lindenhof'))
    const { url, metricsUrl, groups } = await hosted(state, { metricsPort: 0 })
    await fetch(`${groups[0]!.invitation.collector.address}/enrol`, { method: 'POST', body: ENROL })
    const text = await (await fetch(metricsUrl!)).text()
    expect(text).toContain('wattveil_collector_groups 1')
    expect(text).toContain('wattveil_collector_slow_arithmetic 0\n')
    expect(text).toContain('route="/enrol",status="400"} 1')
    expect(text).not.toContain('Lindenhof')
    expect((await fetch(`${url}/metrics`)).status).toBe(404)
  })
})

describe('who waits for news', () => {
  /** Reads the stream until `count` events came or it ended. */
  async function listen(address: string, count: number): Promise<{ events: string[]; ended: boolean }> {
    const events: string[] = []
    const answer = await fetch(`${address}/events`)
    expect(answer.headers.get('content-type')).toContain('text/event-stream')
    const reader = answer.body!.getReader()
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return { events, ended: true }
      events.push(...(new TextDecoder().decode(value).match(/data: \d+/gu) ?? []))
      if (events.length >= count) {
        await reader.cancel()
        return { events, ended: false }
      }
    }
  }

  it('is told of every addition, and told when the collector stops', async () => {
    const state = founded(configOf('Lindenhof'))
    const service = await hosted(state)
    const { address } = service.groups[0]!.invitation.collector
    const hearing = listen(address, 100)
    await vi.waitFor(async () => expect((await listen(address, 1)).events).toEqual(['data: 0']))
    await service.close()
    expect(await hearing).toEqual({ events: ['data: 0'], ended: true })
  })

  it('costs nothing once gone', async () => {
    const state = founded(configOf('Lindenhof'))
    const { groups, metricsUrl } = await hosted(state, { metricsPort: 0 })
    const { address } = groups[0]!.invitation.collector
    for (let time = 0; time < 5; time++) await listen(address, 1)
    await vi.waitFor(async () => {
      expect(await (await fetch(metricsUrl!)).text()).toContain('wattveil_collector_listeners 0\n')
    })
  })
})

describe('stopping', () => {
  it('answers over TLS until then, and nothing afterwards', async () => {
    const state = founded(configOf('Lindenhof'))
    const tls = ownCertificate(path.join(state, 'collector-tls.key'), ['127.0.0.1'])
    const service = await hosted(state, { tls })
    const { address } = service.groups[0]!.invitation.collector
    const answered = new Promise<number>((resolve, reject) => {
      get(`${address}/invitation`, { rejectUnauthorized: false, agent: false }, (answer) => {
        answer.resume()
        resolve(answer.statusCode ?? 0)
      }).on('error', reject)
    })
    expect(await answered).toBe(200)
    await service.close()
    await expect(fetch(address)).rejects.toThrow()
  })
})
