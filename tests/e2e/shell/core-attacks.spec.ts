/** The core's own network in the running program: led elsewhere by answers, documents and names, it goes nowhere. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type Page, expect, test } from '@playwright/test'
import type { WindowBridge } from '../../../app/contract/bridge'
import {
  type HostileServer,
  type Relay,
  type SecuredServer,
  startRedirector,
  startRelay,
  startSecuredRedirector,
  startVictim
} from '../support/hostile-servers'
import { type Launched, launch } from '../support/launch'
import { type OwnGroup, startOwnGroup } from '../support/own-group'

type Ask = WindowBridge['client']
type Invitation = { readonly collector: { readonly address: string; readonly pin?: string }; readonly group: object }

test.describe.configure({ mode: 'serial', timeout: 120_000 })

let folder = ''
let program: Launched
let group: OwnGroup
let invitation: Invitation
/** Nobody joined it, everybody names it. */
let victim: HostileServer
let redirector: HostileServer
let impostor: SecuredServer
let relay: Relay
let closing: (() => Promise<void>)[] = []

test.beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'wattveil-attacks-'))
  victim = await startVictim()
  const elsewhere = `http://127.0.0.1:${String(victim.port)}/`
  redirector = await startRedirector(elsewhere)
  impostor = await startSecuredRedirector(elsewhere, folder, 'impostor.key')
  group = await startOwnGroup()
  invitation = JSON.parse(readFileSync(group.invitation, 'utf8')) as Invitation
  relay = await startRelay(Number(new URL(invitation.collector.address).port))
  program = await launch({ observed: true })
  closing = [program.close, relay.close, group.close, impostor.close, redirector.close, victim.close]
  await program.page.locator('h1').waitFor()
})
test.afterAll(async () => {
  for (const close of closing) await close()
  rmSync(folder, { recursive: true, force: true })
})

/** The collector's address with another server behind the name. */
const led = (by: { readonly port: number }): string =>
  Object.assign(new URL(invitation.collector.address), { port: String(by.port) }).href
/** The same group, at another place or under another key. */
const invitedTo = (collector: Partial<Invitation['collector']>): string =>
  JSON.stringify({ ...invitation, collector: { ...invitation.collector, ...collector } })

test('a meter that sends the core elsewhere is not followed, nor kept', async () => {
  const meter = { ...group.meter, address: `http://127.0.0.1:${String(redirector.port)}` }
  expect(await ask(program.page, 'meter.connect', meter)).toMatchObject({ ok: false })
  expect(redirector.requests().length).toBeGreaterThan(0)
  expect(await ask(program.page, 'meter.connect', group.meter)).toMatchObject({ ok: true })
})

test('an invitation that is only looked at names a host that nobody has joined: it is not asked', async () => {
  const text = invitedTo({ address: `https://localhost:${String(victim.port)}` })
  expect(await ask(program.page, 'rounds.inspect-invitation', { text })).toMatchObject({ ok: true })
  await ask(program.page, 'meter.refresh', {})
})

test('a collector with another key than the invitation names is called and not told one word', async () => {
  relay.leadTo(impostor.port)
  expect(await ask(program.page, 'rounds.join', { text: invitedTo({ address: led(relay) }) })).toMatchObject({
    ok: true
  })
  await expect.poll(impostor.connections, { timeout: 30_000 }).toBeGreaterThan(0)
  await expect.poll(trouble, { timeout: 30_000 }).toBe('collector-wrong-certificate')
  expect(impostor.requests()).toEqual([])
})

test('the right one is spoken to, until another steps into its place', async () => {
  relay.leadTo(Number(new URL(invitation.collector.address).port))
  await ask(program.page, 'rounds.join', { text: invitedTo({ address: led(relay) }) })
  await expect.poll(trouble, { timeout: 30_000 }).toBeNull()
  const before = impostor.connections()
  relay.leadTo(impostor.port)
  await ask(program.page, 'meter.refresh', {})
  await expect.poll(impostor.connections, { timeout: 45_000 }).toBeGreaterThan(before)
  expect(impostor.requests()).toEqual([])
})

test('a collector of the right key that sends everybody elsewhere is not followed', async () => {
  await ask(program.page, 'rounds.join', { text: invitedTo({ address: led(impostor), pin: impostor.pin }) })
  const asked = (): string => impostor.requests().join()
  await expect.poll(asked, { timeout: 30_000 }).toMatch(/GET \S+\/events/u)
  await ask(program.page, 'rounds.leave', { confirmed: true })
  await expect.poll(asked, { timeout: 30_000 }).toMatch(/POST \S+\/end/u)
})

test('the host that all of them named was never reached, and stands nowhere in the log', async () => {
  expect(victim.connections()).toBe(0)
  const logged = await ask(program.page, 'privacy.list', { limit: 500, before: null })
  const hosts = (logged as { value: readonly { host: string }[] }).value.map(({ host }) => host)
  expect(hosts).toContain(`localhost:${String(relay.port)}`)
  expect(hosts.filter((host) => host.endsWith(`:${String(victim.port)}`))).toEqual([])
})

/** Why the collector cannot be spoken to now; null while it can. */
async function trouble(): Promise<unknown> {
  const answer = await ask(program.page, 'rounds.group', {})
  return (answer as { value?: { trouble: string | null } | null }).value?.trouble
}

function ask(page: Page, name: keyof Ask, request: object): Promise<unknown> {
  return page.evaluate(
    ([procedure, given]) => {
      const { wattveil } = window as unknown as { readonly wattveil: WindowBridge }
      return wattveil.client[procedure as 'core.state'](given as never)
    },
    [name, request] as const
  )
}
