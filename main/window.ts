/** Makes the one window: sandboxed, isolated, without a system frame where the page draws its own controls. */

import { BrowserWindow, app, nativeTheme } from 'electron'
import { PAGE_URL } from './security/page-origin'
import { allowsDevtools } from './security/refuse-devtools'

export type WindowControls = 'own' | 'overlay' | 'mac'

/** The page's own ground and ink (renderer/styles/tokens.css), so that nothing flashes before the first picture. */
export const FRAME_COLOURS = {
  light: { ground: '#fcfdfc', ink: '#40514f' },
  dark: { ground: '#111716', ink: '#b4c1be' }
} as const

// As high as the controls that the page draws elsewhere (2.25rem).
const OVERLAY_HEIGHT = 36

/** Who draws the buttons that minimise, maximise and close. */
export function windowControls(platform: NodeJS.Platform = process.platform): WindowControls {
  if (platform === 'darwin') return 'mac'
  return platform === 'win32' ? 'overlay' : 'own'
}

/** @param preload absolute path of the built preload script */
export function createWindow(preload: string): BrowserWindow {
  const colours = nativeTheme.shouldUseDarkColors ? FRAME_COLOURS.dark : FRAME_COLOURS.light
  const window = new BrowserWindow({
    width: 1280,
    height: 860,
    minWidth: 1024,
    minHeight: 700,
    show: false,
    title: 'Wattveil',
    backgroundColor: colours.ground,
    ...frame(windowControls(), colours),
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      devTools: allowsDevtools(app),
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false // would fetch dictionaries
    }
  })
  window.once('ready-to-show', () => window.show())
  void window.loadURL(PAGE_URL)
  return window
}

function frame(
  controls: WindowControls,
  { ground, ink }: { readonly ground: string; readonly ink: string }
): Electron.BrowserWindowConstructorOptions {
  if (controls === 'own') return { frame: false }
  if (controls === 'mac') return { titleBarStyle: 'hiddenInset' }
  return { titleBarStyle: 'hidden', titleBarOverlay: { color: ground, symbolColor: ink, height: OVERLAY_HEIGHT } }
}
