/** The updates of this program, joined with what the window asks for. */

import path from 'node:path'
import { app } from 'electron'
import type { UpdateState } from '../../app/contract/updates'
import type { BeforeSend } from '../../adapters/http/request'
import type { ShellProcedures } from '../ipc'
import { type Updates, createUpdates } from './create-updates'
import { fetchRelease } from './fetch-release'
import { installationOf } from './installation'
import { type Installer, createInstaller, removeFetched } from './installer'
import { readCacheName, readUpdateSource } from './update-source'

export type ProgramUpdatesOptions = {
  readonly changed: (state: UpdateState) => void
  /** Writes to the privacy log of the own household. */
  readonly record: BeforeSend
  readonly prepareEnd: () => Promise<void>
  readonly log: (text: string) => void
}

const LOOK_AGAIN_MS = 3600_000

export function programUpdates({ record, prepareEnd, ...options }: ProgramUpdatesOptions): Updates {
  const config = path.join(app.getAppPath(), 'release.json')
  const source = readUpdateSource(config)
  const { platform, arch, resourcesPath: resources, env } = process
  const installation = source && installationOf({ platform, arch, resources, appImage: env['APPIMAGE'] })
  let installer: Installer | null = null
  const updates = createUpdates({
    ...options,
    file: path.join(app.getPath('userData'), 'updates.json'),
    installation,
    version: app.getVersion(),
    now: Date.now,
    fetchRelease: () => {
      if (!source || !installation) throw new TypeError('updates: this build has none')
      return fetchRelease(source, installation, record)
    },
    installer: () => {
      if (!source) throw new TypeError('updates: this build has none')
      installer ??= createInstaller({ feed: source.feed, config, record })
      return installer
    },
    removeFetched: async () => {
      await installer?.forget()
      removeFetched(readCacheName(config))
    },
    prepareEnd: async () => {
      await prepareEnd()
      // The newer program starts before this one has quite ended.
      app.releaseSingleInstanceLock()
    }
  })
  if (installation) setInterval(updates.lookDaily, LOOK_AGAIN_MS)
  return updates
}

export function updateProcedures(
  updates: Updates
): Pick<ShellProcedures, 'updates.state' | 'updates.change' | 'updates.look' | 'updates.download' | 'updates.install'> {
  return {
    'updates.state': async () => updates.state(),
    'updates.change': async ({ on }) => updates.change(on),
    'updates.look': () => updates.look(),
    'updates.download': async () => updates.download(),
    'updates.install': async () => {
      await updates.install()
      return {}
    }
  }
}
