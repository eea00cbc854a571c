/** A page that crashes leaves nothing of what it showed on the disk; main and core see to themselves. */

import type { WebContents } from 'electron'
import { emptyDumps } from '../../adapters/system/empty-dumps'

export function emptyDumpsOf(contents: WebContents): void {
  const empty = (): void => {
    const pid = contents.getOSProcessId()
    if (pid > 0) emptyDumps(pid)
  }
  contents.on('did-start-loading', empty)
  // The page may get another process than the one it began to load in.
  contents.on('did-navigate', empty)
}
