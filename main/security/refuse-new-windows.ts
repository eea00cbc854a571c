/** No page opens another window, inside or outside the program. */

import type { WebContents } from 'electron'

export function refuseNewWindows(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}
