/** Keeps the one window: opens it, brings it to the front, and knows it while it is there. */

import type { BrowserWindow, WebContents } from 'electron'
import { followTheme } from './appearance'
import { createWindow } from './window'
import { watchWindowState } from './window-procedures'

export type WindowKeeper = {
  readonly current: () => BrowserWindow | null
  /** What the window shows, or null while there is none. */
  readonly page: () => WebContents | null
  /** Opens the window, or brings the open one to the front. */
  readonly show: () => void
}

/**
 * @param preload     absolute path of the built preload script
 * @param maximised   told whenever the window starts or stops filling the screen
 */
export function createWindowKeeper(preload: string, maximised: (isMaximised: boolean) => void): WindowKeeper {
  let window: BrowserWindow | null = null

  const open = (): void => {
    window = createWindow(preload)
    followTheme(window)
    watchWindowState(window, maximised)
    window.once('closed', () => (window = null))
  }

  return {
    current: () => window,
    page: () => window?.webContents ?? null,
    show: () => {
      if (!window) open()
      else bringToFront(window)
    }
  }
}

function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.focus()
}
