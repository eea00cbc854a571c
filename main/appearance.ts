/** Follows the person's choice of light or dark in what the system draws: dialogs, and the window buttons on Windows. */

import { type BrowserWindow, nativeTheme } from 'electron'
import { checkShape } from '../app/check-shape'
import { settings } from '../app/contract/program'
import { FRAME_COLOURS, windowControls } from './window'

// Procedures whose answers carry the settings, and where.
const SETTINGS_OF: Readonly<Record<string, (value: unknown) => unknown>> = {
  'program.state': (value) => (value as { readonly settings?: unknown }).settings,
  'settings.change': (value) => value
}

/** @param value answer of the procedure `name`; anything without settings changes nothing */
export function followSettings(name: string, value: unknown): void {
  const seen = checkShape(settings, SETTINGS_OF[name]?.(value))
  if (seen.success && nativeTheme.themeSource !== seen.data.appearance) nativeTheme.themeSource = seen.data.appearance
}

export function followTheme(window: BrowserWindow): void {
  if (windowControls() !== 'overlay') return
  const apply = (): void => {
    const colours = nativeTheme.shouldUseDarkColors ? FRAME_COLOURS.dark : FRAME_COLOURS.light
    window.setTitleBarOverlay({ color: colours.ground, symbolColor: colours.ink })
  }
  nativeTheme.on('updated', apply)
  window.once('closed', () => nativeTheme.off('updated', apply))
}
