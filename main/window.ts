/** Makes the one window: sandboxed, isolated, without a system frame where the page draws its own controls. */

import { BrowserWindow, nativeTheme } from 'electron'
import { PAGE_URL } from './security/page-origin'

export type WindowControls = 'own' | 'overlay' | 'mac'

// The page's own background (renderer/styles), so that nothing flashes before the first picture.
const BACKGROUND = { light: '#f6f4ef', dark: '#14161a' }

/** Who draws the buttons that minimise, maximise and close. */
export function windowControls(platform: NodeJS.Platform = process.platform): WindowControls {
  if (platform === 'darwin') return 'mac'
  return platform === 'win32' ? 'overlay' : 'own'
}

/** @param preload absolute path of the built preload script */
export function createWindow(preload: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 860,
    minWidth: 1024,
    minHeight: 700,
    show: false,
    title: 'Wattveil',
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    ...frame(windowControls()),
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false // would fetch dictionaries
    }
  })
  window.once('ready-to-show', () => window.show())
  void window.loadURL(PAGE_URL)
  return window
}

function frame(controls: WindowControls): Electron.BrowserWindowConstructorOptions {
  if (controls === 'mac') return { titleBarStyle: 'hiddenInset' }
  if (controls === 'overlay') return { titleBarStyle: 'hidden', titleBarOverlay: { color: '#00000000', height: 40 } }
  return { frame: false }
}
