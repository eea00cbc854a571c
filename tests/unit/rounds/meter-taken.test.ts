/** One meter is one member: a second home with the same meter is told so, and gets in with a meter of its own. */

import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { troubleSentence } from '../../../cli/group/trouble-sentences'
import { fastFolder } from '../../support/rounds/fast-folder'
import { createTestHousehold } from '../../support/rounds/test-household'
import { createTestMeter, timeOf } from '../../support/rounds/test-meter'
import { createHttpNeighbourhood } from '../../support/rounds/http-neighbourhood'
import { FIRST_DAY, SECONDS, directTransport, meterName } from '../../support/rounds/test-neighbourhood'
import { createCollectorConnection } from '../../../adapters/http/round-transport'

describe('a meter that is in the group already, with another home', () => {
  it('is named, and the home joins with a meter of its own', async () => {
    const all = await createHttpNeighbourhood({ seed: 'meter taken', households: 1 })
    const [first] = all.households
    await first!.rounds.join(all.invitation)
    const connect = createCollectorConnection({ beforeSend: () => undefined })
    const own = createTestMeter({
      ...{ random: all.random, meterId: meterName(7), seconds: SECONDS, start: timeOf(FIRST_DAY) }
    })
    const signing = { meter: first!.meter }
    const second = createTestHousehold({
      ...{ file: join(fastFolder(), 'second.db'), clock: all.clock, random: all.random, connect },
      meter: first!.meter,
      wrap: (deps) => ({
        ...deps,
        meters: { find: (meterId) => deps.meters.find(meterId === meterName(7) ? first!.meter.id.meterId : meterId) },
        meterLink: {
          ...deps.meterLink,
          signEnrolment: (_, body) => Promise.resolve(signing.meter.sign(body))
        }
      })
    })
    onTestFinished(() => {
      second.close()
    })
    await second.rounds.join(all.invitation)
    const group = await second.rounds.procedures['rounds.group']({})
    expect(group).toMatchObject({ enrolment: 'meter-taken', trouble: 'meter-taken', submitted: 0 })
    expect(troubleSentence(group!)).toMatch(
      /^Meter 1WVT0000000000 is in Lindenhof already, enrolled by another home\. .*wattveil group join/u
    )
    // As another program finds it, after this one has ended.
    second.restart()
    expect(await second.rounds.procedures['rounds.group']({})).toMatchObject({ enrolment: 'meter-taken' })

    // Asking again with the same meter changes nothing; with its own one the home is in.
    await second.rounds.join(all.invitation)
    expect(second.store.groups()[0]).toMatchObject({ enrolState: 'meter-taken', chain: first!.meter.id })
    second.chains.hold(own.genesis, 2)
    signing.meter = own
    expect(second.rounds.inspect(all.invitation)).toMatchObject({ joined: true, meterId: meterName(7) })
    await second.rounds.join(all.invitation)
    expect(second.store.groups()[0]).toMatchObject({ enrolState: 'accepted', chain: own.id })
    const both = [first!, second].map(({ store }) => store.groups()[0]!.memberId)
    expect(all.board.enrolments()).toHaveLength(2)
    expect(new Set(both).size).toBe(2)
  })

  it('is told apart from an enrolment that does not fit for another reason', async () => {
    const all = await createHttpNeighbourhood({ seed: 'another reason', households: 1 })
    const transport = directTransport(all.collector)
    expect(await transport.enrol(new Uint8Array(40))).toBe('rejected')
    const connect = createCollectorConnection({ beforeSend: () => undefined })
    const http = connect(all.address.now, 'Stromwerk Musterau', null, () => timeOf(FIRST_DAY))
    expect(await http.enrol(new Uint8Array(40))).toBe('rejected')
  })
})
