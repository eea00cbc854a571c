import { expect, it, onTestFinished } from 'vitest'
import { periodOfDays, toLocalDate } from '../../../app/domain/calendar'
import { EXAMPLE_SUPPLIER, flatTariff, tariffBody, threeTimesTariff } from '../../../services/supplier/example-tariffs'
import { startSupplier } from '../../../services/supplier/start-supplier'
import { simulatedServiceClock } from '../../../services/runtime/service-clock'
import { ZONE, exampleTerms } from '../../support/bills/bill-case'
import { exampleLoad } from '../../support/bills/example-loads'
import { householdBills } from '../../support/bills/household-bills'
import { makeChain, memoryChains } from '../../support/bills/memory-chains'
import { temporaryFolder } from '../../support/temporary-folder'

const MARCH = toLocalDate('2026-03-01')
const spring = periodOfDays(MARCH, toLocalDate('2026-04-30'), ZONE)

it('a supplier offers an amended contract over HTTP; only the person makes it hold, and bills go on', async () => {
  const later = flatTariff(exampleTerms())
  const clock = simulatedServiceClock(spring.end)
  const config = {
    ...{ name: EXAMPLE_SUPPLIER, zone: ZONE, index: null, mistakes: [] },
    tariffs: [threeTimesTariff(exampleTerms()), later].map(tariffBody),
    amendments: [{ offered: '2026-03-15', tariff: { name: later.name, from: '2026-04-01' } }]
  }
  const service = await startSupplier({ config, stateFolder: temporaryFolder(), port: 0, clock })
  onTestFinished(() => service.close())
  const count = (spring.end - spring.start) / 3600
  const chain = makeChain({
    seed: 'amended',
    start: spring.start,
    seconds: 3600,
    intervals: exampleLoad('amended', count, 3600)
  })
  const home = householdBills(memoryChains([chain]))
  home.setTime(spring.start)
  const asked = { meterId: chain.id.meterId, first: MARCH, last: null, tariffHash: null, supplierKey: null }
  await home.bills.agree({ address: service.url, ...asked })
  expect(await home.bills.step()).toEqual([])
  const [offer] = home.bills.offers()
  expect([offer?.from, offer?.refusals, home.bills.contractFiles().length]).toEqual(['2026-04-01', [], 1])
  await home.bills.procedures['bills.answer-offer']({ offer: offer?.id ?? '', accept: true })
  home.setTime(spring.end + 600)
  expect(await home.bills.step()).toEqual([])
  expect([home.bills.offers(), home.bills.contractFiles().length]).toEqual([[], 2])
  const list = await home.bills.procedures['bills.list']({})
  expect(list.map(({ first, verdict, difference }) => [first, verdict, difference])).toEqual([
    ['2026-04-01', 'correct', 0],
    ['2026-03-01', 'correct', 0]
  ])
}, 60_000)
