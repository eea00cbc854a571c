/** In a release nobody opens the developer tools: not by a shortcut, not by a menu, not by a script that reached main. */

import type { App, WebContents } from 'electron'

export function refuseDevtools(contents: WebContents, { isPackaged }: Pick<App, 'isPackaged'>): void {
  if (isPackaged) contents.on('devtools-opened', () => contents.closeDevTools())
}

/** For the window's own preferences. */
export function allowsDevtools({ isPackaged }: Pick<App, 'isPackaged'>): boolean {
  return !isPackaged
}
