/** The privacy log page by page, newest first. */

import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import type { Failure, ResponseOf } from '../../../app/contract'
import { useClient } from '../../composables/use-client'

type Entries = ResponseOf<'privacy.list'>

const PAGE = 50

export function usePrivacyLog() {
  const { client, subscribe } = useClient()
  const entries = shallowRef<Entries>([])
  const failure = shallowRef<Failure | null>(null)
  const loading = ref(true)
  /** `before` of each page seen, so that one can go back. */
  const pages = shallowRef<readonly (number | null)[]>([null])
  const more = ref(false)

  async function load(): Promise<void> {
    const before = pages.value.at(-1) ?? null
    const answer = await client['privacy.list']({ limit: PAGE + 1, before })
    loading.value = false
    failure.value = answer.ok ? null : answer.error
    if (!answer.ok) return
    more.value = answer.value.length > PAGE
    entries.value = answer.value.slice(0, PAGE)
  }

  async function older(): Promise<void> {
    const last = entries.value.at(-1)
    if (!last || !more.value) return
    pages.value = [...pages.value, last.id]
    await load()
  }

  async function newer(): Promise<void> {
    if (pages.value.length < 2) return
    pages.value = pages.value.slice(0, -1)
    await load()
  }

  onScopeDispose(subscribe('privacy.changed', () => void (pages.value.length === 1 && load())))
  onScopeDispose(subscribe('program.changed', () => void (pages.value.length === 1 && load())))
  void load()
  return { entries, failure, loading, more, isNewest: computed(() => pages.value.length === 1), older, newer }
}
