/** A no to an opening: kept, told to the supplier once and signed, and taken back by a yes. */

import { describe, expect, it } from 'vitest'
import { encodeRefusal } from '../../../app/bills/refusal-bytes'
import { encodeSignedResponse } from '../../../app/bills/wire'
import { type LocalDate, periodOfDays, toLocalDate } from '../../../app/domain/calendar'
import { toUtcSeconds } from '../../../app/domain/interval'
import { openSupplierState } from '../../../services/supplier/supplier-state'
import { ZONE, primitives } from '../../support/bills/bill-case'
import { type HouseholdBills, householdBills } from '../../support/bills/household-bills'
import { memoryChains } from '../../support/bills/memory-chains'
import { agreement, chainOfSpring, runningSupplier, spring, supplierConfig } from '../../support/bills/running-supplier'

const FIRST = toLocalDate('2026-03-20')
const short = periodOfDays(FIRST, toLocalDate('2026-03-31'), ZONE)
const april = periodOfDays(toLocalDate('2026-04-01'), toLocalDate('2026-04-30'), ZONE)

/** A contract that begins in the middle of a chain and of a month: its first period is asked about. */
async function agreed(seed: string, first: LocalDate = FIRST) {
  const supplier = await runningSupplier(supplierConfig())
  const chain = chainOfSpring(seed)
  const home = householdBills(memoryChains([chain]))
  home.setTime(spring.start)
  await home.bills.agree({ ...agreement(supplier.url, chain), first })
  home.setTime(spring.end + 600)
  return { supplier, chain, home }
}

const sentTo = ({ sent }: HouseholdBills): number => sent.filter(({ purpose }) => purpose === 'bill-response').length

describe('a period that the person does not open', { timeout: 60_000 }, () => {
  it('is told to the supplier once, without a number; the next one is billed, and a yes still opens it', async () => {
    const { supplier, chain, home } = await agreed('refused')
    expect(await home.bills.step()).toEqual([{ kind: 'period', first: FIRST, reason: 'needs-consent' }])
    const [question] = await home.bills.questions()
    expect([question?.first, question?.reasons, question?.refused]).toEqual([FIRST, ['short-period'], undefined])
    await expect(home.bills.refuseOpening('ab'.repeat(32))).rejects.toThrow('question-unknown')
    await home.bills.procedures['bills.refuse-opening']({ question: question?.id ?? '' })
    expect((await home.bills.questions())[0]?.refused).toEqual({ sentAt: null })
    const before = sentTo(home)
    const changes = home.events.filter(({ name }) => name === 'bills.changed').length
    expect(await home.bills.step()).toEqual([])
    expect(await home.bills.step()).toEqual([])
    expect(sentTo(home)).toBe(before + 1)
    // Whoever looks at the page sees that it was told.
    expect(home.events.filter(({ name }) => name === 'bills.changed').length).toBeGreaterThan(changes)
    expect((await home.bills.questions())[0]?.refused).toEqual({ sentAt: spring.end + 600 })
    expect(home.store.openedIn(chain.id, short)).toEqual([])
    const refusal = home.store.refusal(home.store.contracts()[0]?.hash ?? '', short.start)
    expect(refusal?.body.length).toBeLessThan(100)
    // April was answered although nothing of March has come.
    const words = (): unknown => home.bills.kept().map(({ period, verdict }) => [period.start, verdict])
    expect(words()).toEqual([[april.start, 'correct-with-remarks']])

    await home.bills.allowOpening(question?.id ?? '')
    expect([await home.bills.step(), await home.bills.questions()]).toEqual([[], []])
    expect(words()).toEqual([
      [april.start, 'correct-with-remarks'],
      [short.start, 'correct']
    ])
    await supplier.close()
    const state = openSupplierState(supplier.stateFolder)
    expect(state.refusal(refusal?.contractHash ?? '', short.start)?.body).toEqual(refusal?.body)
    state.close()
  })

  it('is refused by nobody else, for no other days, not before its end, and not after it was opened', async () => {
    const { supplier, home } = await agreed('forged no')
    await home.bills.step()
    const contractHash = home.store.contracts()[0]?.hash ?? ''
    const seed = home.store.billKey() ?? new Uint8Array(32)
    const said = async (period: { start: number; end: number }, by = seed): Promise<unknown> => {
      const body = encodeRefusal({
        contractHash,
        period: { start: toUtcSeconds(period.start), end: toUtcSeconds(period.end) }
      })
      const wire = encodeSignedResponse(body, primitives.ed25519.sign(by, body))
      const answer = await fetch(`${supplier.url}/contracts/${contractHash}/refusals`, {
        method: 'POST',
        body: new Uint8Array(wire)
      })
      return [answer.status, ((await answer.json()) as { code: string }).code]
    }
    expect(await said(short, new Uint8Array(32).fill(7))).toEqual([403, 'not-signed'])
    expect(await said({ ...short, end: short.end - 86_400 })).toEqual([422, 'not-a-period'])
    const may = periodOfDays(toLocalDate('2026-05-01'), toLocalDate('2026-05-31'), ZONE)
    expect(await said(may)).toEqual([425, 'too-early'])
    expect(await said(april)).toEqual([409, 'conflict'])
    expect(await said(short)).toEqual([200, 'taken'])
    expect(await said(short)).toEqual([200, 'taken'])
  })
})
