/** What waits for the person's word: totals that would leave, contracts that a supplier would like to change. */

import { shallowRef } from 'vue'
import type { Failure } from '../../../../app/contract'
import { useAnswer } from '../../../composables/use-answer'
import { useClient } from '../../../composables/use-client'

export function useOpenings() {
  const { client } = useClient()
  const events = ['bills.changed', 'program.changed'] as const
  const questions = useAnswer(() => client['bills.questions']({}), { events })
  const offers = useAnswer(() => client['bills.offers']({}), { events })
  const failure = shallowRef<Failure | null>(null)
  const busy = shallowRef(false)

  /** @returns whether it is done */
  async function allow(question: string): Promise<boolean> {
    return answered(client['bills.allow-opening']({ question }), questions.reload)
  }

  async function refuse(question: string): Promise<boolean> {
    return answered(client['bills.refuse-opening']({ question }), questions.reload)
  }

  async function answer(offer: string, accept: boolean): Promise<boolean> {
    return answered(client['bills.answer-offer']({ offer, accept }), offers.reload)
  }

  async function answered(
    asked: Promise<{ readonly ok: true } | { readonly ok: false; readonly error: Failure }>,
    reload: () => Promise<void>
  ): Promise<boolean> {
    busy.value = true
    const result = await asked
    failure.value = result.ok ? null : result.error
    await reload()
    busy.value = false
    return result.ok
  }

  return { questions, offers, failure, busy, allow, refuse, answer }
}
