/** Writing a backup and coming back from one: one piece of work at a time, with progress and cancel. */

import { type Ref, onScopeDispose, shallowRef } from 'vue'
import type { BackupState, Failure, PayloadOf, Result } from '../../app/contract'
import { useClient } from './use-client'

/** `move`: this PC gives its part in the group up for the one that restores the file. */
export type BackupWay = 'write' | 'move'

export type Backup = {
  readonly state: Readonly<Ref<BackupState | null>>
  readonly busy: Readonly<Ref<boolean>>
  readonly progress: Readonly<Ref<PayloadOf<'backup.progress'> | null>>
  readonly failure: Ref<Failure | null>
  readonly reload: () => Promise<void>
  readonly words: () => Promise<readonly string[]>
  /** Lets the person choose a place. @returns whether a file was written. */
  readonly write: (suggestedName: string, way: BackupWay) => Promise<boolean>
  /** Lets the person choose a file. @returns its token and name; null when none was chosen. */
  readonly choose: () => Promise<{ readonly token: string; readonly name: string } | null>
  /** @returns whether everything here was replaced. */
  readonly restore: (file: string, words: string) => Promise<boolean>
  readonly goBack: (name: string) => Promise<boolean>
  /** The same where the data cannot be opened; the damaged file is kept. */
  readonly rescueByBackup: (file: string, words: string) => Promise<boolean>
  readonly rescueByCopy: (name: string) => Promise<boolean>
  readonly beginAnew: () => Promise<boolean>
  readonly cancel: () => Promise<void>
}

export function useBackup(): Backup {
  const { client, subscribe } = useClient()
  const state = shallowRef<BackupState | null>(null)
  const busy = shallowRef(false)
  const progress = shallowRef<PayloadOf<'backup.progress'> | null>(null)
  const failure = shallowRef<Failure | null>(null)
  onScopeDispose(subscribe('backup.progress', (payload) => (progress.value = payload)))

  /** @returns the answer's value; null where there is none, and `failure` says why (not for a cancel). */
  async function asked<Value>(answer: Promise<Result<Value>>): Promise<Value | null> {
    busy.value = true
    progress.value = null
    failure.value = null
    const result = await answer
    busy.value = false
    if (result.ok) return result.value
    if (result.error.code !== 'cancelled') failure.value = result.error
    return null
  }

  const reload = async (): Promise<void> => {
    const answer = await client['backup.state']({})
    if (answer.ok) state.value = answer.value
    else failure.value = answer.error
  }

  return {
    state,
    busy,
    progress,
    failure,
    reload,
    words: async () => (await asked(client['backup.words']({})))?.words ?? [],
    write: async (suggestedName, way) => {
      const target = await client['files.choose-target']({ suggestedName, kind: 'backup' })
      if (!target.ok || target.value === null) return false
      const { token } = target.value
      const written = await asked(
        way === 'move'
          ? client['backup.move']({ target: token, confirmed: true })
          : client['backup.write']({ target: token })
      )
      await reload()
      return written !== null
    },
    choose: async () => {
      const chosen = await client['files.choose']({ kind: 'backup', multiple: false })
      return chosen.ok ? (chosen.value[0] ?? null) : null
    },
    restore: async (file, words) => (await asked(client['backup.restore']({ file, words }))) !== null,
    goBack: async (name) => (await asked(client['backup.return']({ name }))) !== null,
    rescueByBackup: async (file, words) => (await asked(client['rescue.backup']({ file, words }))) !== null,
    rescueByCopy: async (name) => (await asked(client['rescue.copy']({ name }))) !== null,
    beginAnew: async () => (await asked(client['rescue.anew']({ confirmed: true }))) !== null,
    cancel: async () => void (await client['backup.cancel']({}))
  }
}
