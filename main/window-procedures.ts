/** The window's own buttons and state, asked for by the page. */

import type { BrowserWindow } from 'electron'
import type { ShellProcedures } from './ipc'
import { windowControls } from './window'

export function windowProcedures(
  current: () => BrowserWindow | null
): Pick<ShellProcedures, 'window.control' | 'window.state'> {
  return {
    'window.control': async ({ action }) => {
      const window = current()
      if (action === 'minimise') window?.minimize()
      else if (action === 'close') window?.close()
      else if (window?.isMaximized()) window.unmaximize()
      else window?.maximize()
      return {}
    },
    'window.state': async () => ({ controls: windowControls(), maximised: current()?.isMaximized() ?? false })
  }
}

/** @param changed told whenever the window starts or stops filling the screen */
export function watchWindowState(window: BrowserWindow, changed: (maximised: boolean) => void): void {
  window.on('maximize', () => changed(true))
  window.on('unmaximize', () => changed(false))
}
