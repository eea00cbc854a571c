/** Remembering what was said of a table, and giving it to others: as rules, or as a covered sample. */

import { type Ref, shallowRef } from 'vue'
import type { Failure, TableLayout } from '../../app/contract'
import type { ChosenFile } from '../../app/contract/bridge'
import { useClient } from './use-client'

export type LayoutFiles = {
  readonly failure: Readonly<Ref<Failure | null>>
  /** What was done last. */
  readonly done: Readonly<Ref<'saved' | 'shared' | null>>
  readonly keep: (layout: TableLayout) => Promise<boolean>
  readonly save: (layout: TableLayout) => Promise<void>
  /** Null where the person chose nothing, or no such file. */
  readonly open: () => Promise<TableLayout | null>
  readonly share: () => Promise<void>
}

export function useLayoutFiles(file: ChosenFile): LayoutFiles {
  const { client } = useClient()
  const failure = shallowRef<Failure | null>(null)
  const done = shallowRef<'saved' | 'shared' | null>(null)
  const stem = file.name.replace(/\.[^.]*$/u, '').slice(0, 60)

  async function target(suggestedName: string, kind: 'layout' | 'csv'): Promise<string | null> {
    failure.value = null
    done.value = null
    const chosen = await client['files.choose-target']({ suggestedName, kind })
    if (chosen.ok) return chosen.value?.token ?? null
    failure.value = chosen.error
    return null
  }

  return {
    failure,
    done,
    keep: async (layout) => {
      const answer = await client['readings.keep-layout']({ layout })
      failure.value = answer.ok ? null : answer.error
      return answer.ok
    },
    save: async (layout) => {
      const token = await target(`${stem}.layout.json`, 'layout')
      if (token === null) return
      const answer = await client['readings.save-layout']({ layout, target: token })
      if (answer.ok) done.value = 'saved'
      else failure.value = answer.error
    },
    open: async () => {
      failure.value = null
      const chosen = await client['files.choose']({ kind: 'layout', multiple: false })
      const token = chosen.ok ? chosen.value[0]?.token : undefined
      if (token === undefined) return null
      const answer = await client['readings.open-layout']({ file: token })
      if (answer.ok) return answer.value
      failure.value = answer.error
      return null
    },
    share: async () => {
      const token = await target(`${stem}-sample.csv`, 'csv')
      if (token === null) return
      const answer = await client['readings.share-sample']({ file: file.token, target: token })
      if (answer.ok) done.value = 'shared'
      else failure.value = answer.error
    }
  }
}
