/** Files that the system hands over, by a double click or named at the start: fetched once, whichever page is shown. */

import { onScopeDispose } from 'vue'
import type { ChosenFile } from '../../app/contract/bridge'
import { useClient } from './use-client'

/** @param take called with what has arrived, never with nothing */
export function useArrivedFiles(take: (files: readonly ChosenFile[]) => void): void {
  const { client, subscribe } = useClient()

  async function fetchFiles(): Promise<void> {
    const answer = await client['files.arrived']({})
    if (answer.ok && answer.value.length > 0) take(answer.value)
  }

  onScopeDispose(subscribe('files.arriving', () => void fetchFiles()))
  void fetchFiles()
}
