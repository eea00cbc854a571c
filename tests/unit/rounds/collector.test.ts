import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { decodeInvitation } from '../../../app/rounds/invitation'
import { groupId } from '../../../app/rounds/messages/group-parameters'
import { encodeRefuse, signRefuse } from '../../../app/rounds/messages/refuse'
import { decodeRoster } from '../../../app/rounds/messages/roster'
import { FINDING_LIMITS } from '../../../app/rounds/round-transport'
import { lpFields, toHex } from '../../../crypto'
import { createChangeFeed } from '../../../services/collector/change-feed'
import { createCollector } from '../../../services/collector/collector'
import { type CollectorConfig, collectorConfig } from '../../../services/collector/collector-config'
import { collectorRoutes } from '../../../services/collector/collector-routes'
import { startCollector } from '../../../services/collector/start-collector'
import { simulatedServiceClock, systemServiceClock } from '../../../services/runtime/service-clock'
import { fastFolder } from '../../support/rounds/fast-folder'
import type { TestHousehold } from '../../support/rounds/test-household'
import { FIRST_DAY, createNeighbourhood, plainSums } from '../../support/rounds/test-neighbourhood'
import { primitives, timeOf } from '../../support/rounds/test-meter'
import { vectorWork } from '../../support/rounds/vector-cast'
import { dayOf, phasesOf } from '../../support/rounds/views'

vi.setConfig({ testTimeout: 120_000 })

const CONFIG: CollectorConfig = collectorConfig.parse({
  operator: 'Stromwerk Musterau',
  group: { name: 'Lindenhof', seconds: 900 }
})

describe('rosters', () => {
  it('are made of those who offered the day, in the order of their ids, when it is time and not before', async () => {
    const all = createNeighbourhood({ seed: 'rosters', households: 12 })
    await all.join()
    all.measure()
    all.clock.set(timeOf(FIRST_DAY + 1, 600))
    for (const { rounds } of all.households.slice(1)) await rounds.step()
    all.clock.set(timeOf(FIRST_DAY + 2) - 1)
    await all.collector.step()
    expect(all.board.rosters(FIRST_DAY)).toEqual([])
    all.clock.set(timeOf(FIRST_DAY + 2))
    await all.collector.step()
    await all.collector.step()
    const posted = all.board.rosters(FIRST_DAY)
    expect(posted).toHaveLength(1)
    const ids = decodeRoster(posted[0]!.wire).roster.members.map(({ memberId }) => toHex(memberId))
    expect(ids).toEqual([...ids].sort())
    expect(ids).toHaveLength(11)
  })

  it('are not made of fewer than the group wants', async () => {
    const all = createNeighbourhood({ seed: 'too few', households: 10 })
    await all.join()
    all.measure()
    all.clock.set(timeOf(FIRST_DAY + 1, 600))
    for (const { rounds } of all.households.slice(1)) await rounds.step()
    await all.stepAll(timeOf(FIRST_DAY + 2, 600))
    expect(all.board.rosters(FIRST_DAY)).toEqual([])
    await all.stepAll(timeOf(FIRST_DAY + 9))
    expect(await phasesOf(all.households, FIRST_DAY)).toEqual([
      'not-offered: too-late',
      ...Array.from({ length: 9 }, () => 'not-in-a-sum')
    ])
  })

  it('that one member refused are tried again after a day among those who have not answered', async () => {
    const all = createNeighbourhood({ seed: 'second attempt', households: 12 })
    await all.join()
    const values = all.measure()
    await all.stepAll(timeOf(FIRST_DAY + 1, 600))
    const [first, ...others] = all.households
    // The first household has nothing left to spend on this day: it refuses whatever roster it is shown.
    first!.ledger.countAsSubmittedBefore(timeOf(FIRST_DAY + 1))
    all.clock.set(timeOf(FIRST_DAY + 2, 600))
    await all.collector.step()
    await first!.rounds.step()
    all.clock.set(timeOf(FIRST_DAY + 3, 599))
    await all.collector.step()
    expect(all.board.rosters(FIRST_DAY)).toHaveLength(1)
    await all.stepAll(timeOf(FIRST_DAY + 3, 600))
    const posted = all.board.rosters(FIRST_DAY)
    expect(posted.map(({ attempt }) => attempt)).toEqual([1, 2])
    expect(decodeRoster(posted[1]!.wire).roster.members).toHaveLength(11)
    await all.stepAll(timeOf(FIRST_DAY + 4, 600))
    expect(await phasesOf(all.households, FIRST_DAY)).toEqual([
      'refused: interval-spent',
      ...Array.from({ length: 11 }, () => 'verified')
    ])
    const sums = plainSums(values.slice(1))
    expect((await dayOf(others[0]!, FIRST_DAY)).intervals.map(({ sum }) => sum)).toEqual(
      sums.map((sum) => Number(sum) * 1000)
    )
  })
})

describe('a member under one roster', () => {
  it('gives one answer: REFUSE or SUBMIT', async () => {
    const all = createNeighbourhood({ seed: 'one answer' })
    await all.join()
    all.measure()
    await all.stepAll(timeOf(FIRST_DAY + 1, 600))
    all.clock.set(timeOf(FIRST_DAY + 2, 600))
    await all.collector.step()
    const [{ rho } = { rho: new Uint8Array(32) }] = all.board.rosters(FIRST_DAY)
    const [refusing, submitting] = all.households
    const refuse = ({ store }: TestHousehold): string => {
      const { memberId, identity } = store.groups()[0]!
      return all.collector.refuse(encodeRefuse(signRefuse(primitives, { rho, memberId }, identity)))
    }
    expect(refuse(refusing!)).toBe('taken')
    await refusing!.rounds.step()
    expect(all.board.submits(rho)).toEqual([])
    await submitting!.rounds.step()
    expect(all.board.submits(rho)).toHaveLength(1)
    expect(refuse(submitting!)).toBe('conflict')
    expect(all.board.refusals(rho)).toHaveLength(1)
  })
})

describe('a collector that starts again', () => {
  it('goes on where it was: same rosters, same sums, byte for byte', async () => {
    const all = createNeighbourhood({ seed: 'restart' })
    await all.join()
    all.measure()
    await all.stepAll(timeOf(FIRST_DAY + 1, 600))
    await all.stepAll(timeOf(FIRST_DAY + 2, 600))
    const [posted] = all.board.rosters(FIRST_DAY)
    const published = all.collector.published(posted!.rho)
    expect(published).not.toBeNull()
    const { board, seed, group, gid, clock } = all
    const again = createCollector({ board, seed, group, gid, clock, primitives, work: vectorWork })
    await again.step()
    expect(again.published(posted!.rho)).toEqual(published)
    expect(again.rosters(FIRST_DAY, all.households[0]!.store.groups()[0]!.memberId)).toEqual([posted!.wire])
  })

  it('sums what was complete when it ended before the sum was published', async () => {
    const all = createNeighbourhood({ seed: 'ended early' })
    await all.join()
    all.measure()
    await all.stepAll(timeOf(FIRST_DAY + 1, 600))
    all.clock.set(timeOf(FIRST_DAY + 2, 600))
    await all.collector.step()
    for (const { rounds } of all.households) await rounds.step()
    const [posted] = all.board.rosters(FIRST_DAY)
    expect(all.collector.published(posted!.rho)).toBeNull()
    const { board, seed, group, gid, clock } = all
    const again = createCollector({ board, seed, group, gid, clock, primitives, work: vectorWork })
    await again.step()
    expect(again.published(posted!.rho)).not.toBeNull()
  })

  it('never changes nor removes what is on the board', async () => {
    const all = createNeighbourhood({ seed: 'append only' })
    await all.join()
    expect(() => all.database.prepare('DELETE FROM board_enrol').run()).toThrow()
    expect(() => all.database.prepare('UPDATE board_enrol SET at = 0').run()).toThrow()
    expect(all.board.enrolments()).toHaveLength(10)
  })
})

describe('evidence of a roster', () => {
  it('is shown as far as a household reads it, the first of it first', async () => {
    const { collector, group } = createNeighbourhood({ seed: 'evidence shown', households: 1 })
    const shown = async (findings: readonly Uint8Array[]): Promise<number> => {
      const routes = collectorRoutes({ ...collector, findings: () => findings }, group, createChangeFeed())
      const answer = await routes.request(`/findings?roster=${'00'.repeat(32)}`)
      return lpFields(new Uint8Array(await answer.arrayBuffer()), FINDING_LIMITS).length
    }
    const pieces = (count: number, bytes: number) => Array.from({ length: count }, () => new Uint8Array(bytes))
    expect(await shown(pieces(70, 100))).toBe(64)
    expect(await shown(pieces(64, 200_000))).toBe(20)
    expect(await shown([...pieces(1, 2 ** 22 - 4), ...pieces(1, 1)])).toBe(1)
  })
})

describe('the collector as a service', () => {
  it('founds its group once, invites with it, and refuses to be another group later', async () => {
    const stateFolder = join(fastFolder(), 'state')
    const start = (config: CollectorConfig): ReturnType<typeof startCollector> =>
      startCollector({ config, stateFolder, port: 0, clock: systemServiceClock() })
    const first = await start(CONFIG)
    const { group, address, operator } = decodeInvitation(first.invitation)
    expect({ address, operator }).toEqual({ address: first.url, operator: 'Stromwerk Musterau' })
    // 63 A, three phases, a quarter hour: the protocol's own example.
    expect(group.maxValue).toBe(10_868n)
    expect(await (await fetch(`${first.url}/invitation`)).json()).toEqual(first.invitation)
    await first.close()
    const second = await start(CONFIG)
    expect(toHex(groupId(primitives, decodeInvitation(second.invitation).group))).toBe(
      toHex(groupId(primitives, group))
    )
    await second.close()
    const other = collectorConfig.parse({ ...CONFIG, group: { ...CONFIG.group, seconds: 1800 } })
    await expect(start(other)).rejects.toMatchObject({ code: 'collector-group-changed' })
    const third = await start(CONFIG)
    await third.close()
  })

  it('gives its board back when its port is taken', async () => {
    const taken = createServer()
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => {
      taken.close()
    })
    const { port } = taken.address() as { port: number }
    const stateFolder = join(fastFolder(), 'state')
    const options = { config: CONFIG, stateFolder, clock: systemServiceClock() }
    await expect(startCollector({ ...options, port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
    const service = await startCollector({ ...options, port: 0 })
    await service.close()
  })

  it('does what is due before it answers the one who sets a simulated clock', async () => {
    const clock = simulatedServiceClock(timeOf(FIRST_DAY))
    const service = await startCollector({ config: CONFIG, stateFolder: join(fastFolder(), 'state'), port: 0, clock })
    const response = await fetch(`${service.url}/simulation/clock`, {
      method: 'POST',
      body: JSON.stringify({ now: timeOf(FIRST_DAY + 1) })
    })
    expect(response.status).toBe(200)
    expect(clock.clock.now()).toBe(timeOf(FIRST_DAY + 1))
    await service.close()
  })

  it.each([
    [{ minRoster: 5 }, 'roster-minimum'],
    [{ seconds: 1000 }, 'interval-seconds'],
    [{ name: 'Linden\u202ehof' }, 'text-characters']
  ])('does not found a group that nobody would join (%j)', async (change, code) => {
    const config = collectorConfig.parse({ ...CONFIG, group: { ...CONFIG.group, ...change } })
    const stateFolder = join(fastFolder(), 'state')
    await expect(startCollector({ config, stateFolder, port: 0, clock: systemServiceClock() })).rejects.toMatchObject({
      code
    })
  })
})
