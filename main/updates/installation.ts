/** How this program came onto the system, which decides what an update of it looks like. */

import { readFileSync } from 'node:fs'
import path from 'node:path'

export type Installation = {
  /** Name of the file that describes the newest release for this system. */
  readonly releaseName: string
  /** Ending of the files that this installation can take. */
  readonly ending: '.AppImage' | '.deb' | '.rpm' | '.exe' | '.zip'
  readonly install: 'restart' | 'show'
}

export type SystemFacts = {
  readonly platform: NodeJS.Platform
  readonly arch: string
  /** Where electron-builder leaves the kind of a Linux package, and electron-updater looks for it. */
  readonly resources: string
  /** Path of the AppImage that runs, if one does. */
  readonly appImage: string | undefined
}

/** @returns null where the program could not be replaced by itself: a folder that somebody unpacked, a system without installer */
export function installationOf({ platform, arch, resources, appImage }: SystemFacts): Installation | null {
  if (platform === 'win32') return { releaseName: 'latest.yml', ending: '.exe', install: 'restart' }
  if (platform === 'darwin') return { releaseName: 'latest-mac.yml', ending: '.zip', install: 'restart' }
  if (platform !== 'linux') return null
  const releaseName = `latest-linux${arch === 'x64' ? '' : `-${arch}`}.yml`
  const kind = packageType(resources)
  // The system's package manager keeps its own account of what is installed, and needs rights this program shall not have.
  if (kind === 'deb' || kind === 'rpm') return { releaseName, ending: `.${kind}`, install: 'show' }
  return appImage ? { releaseName, ending: '.AppImage', install: 'restart' } : null
}

function packageType(resources: string): string {
  try {
    return readFileSync(path.join(resources, 'package-type'), 'utf8').trim()
  } catch {
    return ''
  }
}
