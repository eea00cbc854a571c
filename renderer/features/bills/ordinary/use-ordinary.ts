/** The ordinary bills and the one that is shown, typed in or changed. `?ordinary=` says which: an id, or 'new'. */

import { computed, shallowRef, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { Failure, OrdinaryBill, OrdinaryProposal } from '../../../../app/contract'
import { useAnswer } from '../../../composables/use-answer'
import { useBillCheck } from '../../../composables/use-bill-check'
import { useClient } from '../../../composables/use-client'

type Draft = {
  readonly id: string | null
  readonly from: OrdinaryBill | OrdinaryProposal | null
  readonly source: string | null
}

export function useOrdinary() {
  const { client } = useClient()
  const check = useBillCheck()
  const route = useRoute()
  const router = useRouter()
  const list = useAnswer(() => client['ordinary.list']({}), { events: ['bills.changed', 'program.changed'] })
  const wanted = computed(() => (typeof route.query.ordinary === 'string' ? route.query.ordinary : null))
  const shown = computed(() => (wanted.value === 'new' ? null : wanted.value))
  const report = useAnswer(() => (shown.value === null ? null : client['ordinary.report']({ id: shown.value })), {
    dependsOn: () => shown.value,
    events: ['bills.changed', 'readings.changed']
  })
  const draft = shallowRef<Draft | null>(null)
  const reading = shallowRef(false)
  const failure = shallowRef<Failure | null>(null)

  const show = (ordinary: string): void => void router.push({ name: 'bills', query: { ordinary } })

  /** An empty form, or whatever is left of one. */
  function begin(): void {
    failure.value = null
    draft.value = { id: null, from: null, source: null }
    show('new')
  }

  async function readPdf(file: { token: string; name: string }): Promise<void> {
    failure.value = null
    reading.value = true
    draft.value = null
    show('new')
    const answer = await client['ordinary.read-pdf']({ file: file.token })
    reading.value = false
    draft.value = { id: null, from: answer.ok ? answer.value : null, source: answer.ok ? file.name : null }
    if (!answer.ok) failure.value = answer.error
  }

  async function save(bill: OrdinaryBill): Promise<void> {
    const answer = await client['ordinary.save']({ id: draft.value?.id ?? null, bill })
    failure.value = answer.ok ? null : answer.error
    if (!answer.ok) return
    draft.value = null
    show(answer.value.id)
  }

  async function remove(): Promise<void> {
    if (shown.value === null) return
    const answer = await client['ordinary.remove']({ id: shown.value })
    if (answer.ok) void router.push({ name: 'bills' })
    else failure.value = answer.error
  }

  function edit(): void {
    const kept = report.value.value
    if (kept) draft.value = { id: kept.id, from: kept.bill, source: null }
  }

  function giveUp(): void {
    const wasNew = draft.value?.id === null
    draft.value = null
    failure.value = null
    if (wasNew) void router.push({ name: 'bills' })
  }

  watch(
    check.pdf,
    (file) => {
      if (!file) return
      check.pdf.value = null
      void readPdf(file)
    },
    { immediate: true }
  )
  watch(
    wanted,
    (to, from) => {
      if (to !== 'new' && to !== from) draft.value = null
      if (to === 'new' && !draft.value && !reading.value) draft.value = { id: null, from: null, source: null }
    },
    { immediate: true }
  )

  return { list, wanted, shown, report, draft, reading, failure, begin, save, remove, edit, giveUp }
}
