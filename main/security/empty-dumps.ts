/** A page that crashes leaves nothing of what it showed on the disk; main and core see to themselves. */

import type { WebContents } from 'electron'
import { emptyDumps } from '../../adapters/system/empty-dumps'

export function emptyDumpsOf(contents: WebContents): void {
  contents.on('did-start-loading', () => {
    const pid = contents.getOSProcessId()
    if (pid > 0) emptyDumps(pid)
  })
}
