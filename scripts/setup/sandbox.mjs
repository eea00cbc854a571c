/**
 * Whether Chromium can shut its pages into its own sandbox here. Where it cannot it refuses to start at all, unless told
 * to go without: that is said aloud, with the line that changes it.
 */

import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'

const SETUID = 0o4000

/**
 * @param {string} dist folder of the Electron binary
 * @returns {string | null} why there is no sandbox, in words for the console; null where there is one
 */
export function sandboxObstacle(dist) {
  if (process.platform !== 'linux') return null
  if (process.getuid?.() === 0) {
    return "Running as root, so Chromium's sandbox is off. Start as an ordinary user for everyday work."
  }
  const helper = path.join(dist, 'chrome-sandbox')
  if (isSetuidRoot(helper) || areUserNamespacesAllowed()) return null
  return (
    "This system does not let programs make user namespaces, so Chromium's sandbox is off. To have it, type:\n\n" +
    `  sudo chown root '${helper}' && sudo chmod 4755 '${helper}'\n`
  )
}

/** @param {string} file */
function isSetuidRoot(file) {
  try {
    const { uid, mode } = statSync(file)
    return uid === 0 && (mode & SETUID) !== 0
  } catch {
    return false
  }
}

/** Ubuntu since 23.10 restricts them by AppArmor, older Debian by a switch of its own, some systems altogether. */
function areUserNamespacesAllowed() {
  return (
    kernelSetting('kernel/apparmor_restrict_unprivileged_userns') !== '1' &&
    kernelSetting('kernel/unprivileged_userns_clone') !== '0' &&
    kernelSetting('user/max_user_namespaces') !== '0'
  )
}

/** @param {string} name */
function kernelSetting(name) {
  try {
    return readFileSync(`/proc/sys/${name}`, 'utf8').trim()
  } catch {
    return null
  }
}
