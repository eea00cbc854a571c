/** What a person can do with a paper: copy it, save it as text or PDF, print it; and what became of that. */

import { shallowRef } from 'vue'
import type { Failure, Paper, Result } from '../../app/contract'
import { paperText } from '../format/paper-text'
import { useClient } from './use-client'

export type PaperDone = { readonly kind: 'copied' | 'saved' | 'printed'; readonly name: string }

export function usePapers() {
  const { client } = useClient()
  const done = shallowRef<PaperDone | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const busy = shallowRef(false)

  async function run(work: () => Promise<PaperDone | Failure | null>): Promise<void> {
    if (busy.value) return
    busy.value = true
    done.value = null
    failure.value = null
    const outcome = await work()
    busy.value = false
    if (outcome && 'code' in outcome) failure.value = outcome
    else done.value = outcome
  }

  const told = (answer: Result<unknown>, kind: PaperDone['kind'], name = ''): PaperDone | Failure =>
    answer.ok ? { kind, name } : answer.error

  async function save(paper: Paper, kind: 'pdf' | 'text', name: string): Promise<PaperDone | Failure | null> {
    const suggestedName = `${name}.${kind === 'pdf' ? 'pdf' : 'txt'}`.slice(0, 120)
    const chosen = await client['files.choose-target']({ suggestedName, kind })
    if (!chosen.ok) return chosen.error
    if (chosen.value === null) return null
    const { token: target, name: savedAs } = chosen.value
    return kind === 'pdf'
      ? told(await client['papers.save-pdf']({ target, paper }), 'saved', savedAs)
      : told(await client['papers.save-text']({ target, text: paperText(paper) }), 'saved', savedAs)
  }

  return {
    done,
    failure,
    busy,
    copy: (paper: Paper) => run(async () => told(await client['papers.copy']({ text: paperText(paper) }), 'copied')),
    save: (paper: Paper, kind: 'pdf' | 'text', name: string) => run(() => save(paper, kind, name)),
    print: (paper: Paper) =>
      run(async () => {
        const answer = await client['papers.print']({ paper })
        if (!answer.ok) return answer.error
        return answer.value.printed ? { kind: 'printed', name: '' } : null
      })
  }
}
