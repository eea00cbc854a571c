/** Nothing embeds foreign pages. */

import type { WebContents } from 'electron'

export function refuseWebviews(contents: WebContents): void {
  contents.on('will-attach-webview', (event) => event.preventDefault())
}
