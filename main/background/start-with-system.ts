/** Has the system start the program at log-in, without a window; or takes that back. */

import { rmSync } from 'node:fs'
import path from 'node:path'
import { makeFolder } from '../../adapters/system/make-folder'
import { replaceFileNow } from '../../adapters/system/replace-file'

/** Given to a program that starts without a window. */
export const BACKGROUND_SWITCH = 'background'

/** What of Electron's app is needed. */
export type LoginItems = {
  readonly isPackaged: boolean
  getAppPath(): string
  setLoginItemSettings(settings: { openAtLogin: boolean; args?: string[] }): void
}

export type StartWithSystem = (on: boolean) => void

/**
 * @param configFolder the user's folder of settings (XDG_CONFIG_HOME), where Linux desktops look for what they start.
 * @returns null where the system has no such way.
 */
export function startWithSystem(
  app: LoginItems,
  platform: NodeJS.Platform,
  configFolder: string,
  executable: string
): StartWithSystem | null {
  if (platform === 'win32' || platform === 'darwin') {
    return (on) => {
      app.setLoginItemSettings({ openAtLogin: on, args: [`--${BACKGROUND_SWITCH}`] })
    }
  }
  if (platform !== 'linux') return null
  const file = path.join(configFolder, 'autostart', 'wattveil.desktop')
  return (on) => {
    if (!on) rmSync(file, { force: true })
    else {
      makeFolder(path.dirname(file))
      replaceFileNow(file, desktopEntry([executable, ...(app.isPackaged ? [] : [app.getAppPath()])]))
    }
  }
}

/** Desktop Entry Specification 1.5; arguments quoted as its chapter on Exec says. */
export function desktopEntry(command: readonly string[]): string {
  const quoted = [...command, `--${BACKGROUND_SWITCH}`].map(quote).join(' ')
  return ['[Desktop Entry]', 'Type=Application', 'Name=Wattveil', `Exec=${quoted}`, 'Terminal=false', ''].join('\n')
}

function quote(argument: string): string {
  // A string is unescaped once as a value and once as an argument; % begins a field code.
  const escaped = argument.replace(/["`$\\]/gu, (found) => `\\${found}`).replaceAll('\\', '\\\\')
  return `"${escaped.replaceAll('%', '%%')}"`
}
