/**
 * electron-updater, held on a short lead: it fetches the one file that a signed release names, checks its SHA-512 (and on
 * Windows and macOS the system's own signature), and installs it when it is told to. It decides nothing by itself.
 */

import { createHash } from 'node:crypto'
import { createReadStream, rmSync } from 'node:fs'
import path from 'node:path'
import { app, shell } from 'electron'
import { CancellationToken, type UpdateInfo, autoUpdater } from 'electron-updater'
import { getAppCacheDir } from 'electron-updater/out/AppAdapter'
import { AppError } from '../../app/app-error'
import type { BeforeSend } from '../../adapters/http/request'
import { guardUpdateSession } from './guard-update-session'
import type { Release } from './release'

export type Installer = {
  /**
   * Fetches and checks the file. @param onBytes told how much of it has come, now and then
   * @throws AppError update-damaged, update-too-large, update-unreachable, disk-full, update-failed
   */
  readonly fetch: (release: Release, onBytes: (bytes: number) => void) => Promise<void>
  /** Ends what is being fetched and forgets what was; resolves when nothing is written any more. */
  readonly forget: () => Promise<void>
  /** Whether what was fetched is still what was checked. */
  readonly isIntact: () => Promise<boolean>
  /** Takes the place of the program that runs, and starts. Everything must be written and closed. */
  readonly restart: () => void
  /** Shows the file where the system's package manager can be given it. */
  readonly show: () => void
}

export type InstallerOptions = {
  readonly feed: string
  /** Path of release.json, which electron-updater reads too: JSON is YAML. */
  readonly config: string
  readonly record: BeforeSend
}

type Fetched = { readonly file: string; readonly sha512: string }

export function createInstaller({ feed, config, record }: InstallerOptions): Installer {
  let offered: Release | null = null
  let fetched: Fetched | null = null
  let fetching: { readonly token: CancellationToken; readonly file: Promise<string> } | null = null
  prepare(config)
  guardUpdateSession(autoUpdater.netSession, feed, record)
  autoUpdater.setFeedURL({
    provider: 'custom',
    // Called with `new`; what it returns takes the place of the instance.
    updateProvider: function providerOfOffer() {
      return offerProvider(feed, () => offered)
    } as never
  })
  return {
    fetch: async (release, onBytes) => {
      offered = release
      fetched = null
      const token = new CancellationToken()
      fetching = { token, file: download(release, token, onBytes) }
      const file = await fetching.file
      fetched = { file, sha512: release.file.sha512 }
    },
    forget: async () => {
      fetching?.token.cancel()
      await Promise.allSettled([fetching?.file])
      fetched = null
    },
    isIntact: async () => fetched !== null && (await sha512Of(fetched.file)) === fetched.sha512,
    restart: () => autoUpdater.quitAndInstall(false, true),
    show: () => {
      if (fetched) shell.showItemInFolder(fetched.file)
    }
  }
}

function prepare(config: string): void {
  autoUpdater.updateConfigPath = config
  // Never by itself: not when there is something, not when the program ends.
  autoUpdater.autoDownload = false
  autoUpdater.autoInstallOnAppQuit = false
  autoUpdater.allowDowngrade = false
  autoUpdater.allowPrerelease = false
  autoUpdater.disableWebInstaller = true
  // Fetching parts would ask for files that the signed release does not name.
  autoUpdater.disableDifferentialDownload = true
  autoUpdater.forceDevUpdateConfig = !app.isPackaged
  autoUpdater.logger = null
  // It would make a number for each household, keep it in a file, and send it with every request.
  Object.defineProperty(autoUpdater, 'stagingUserIdPromise', { value: { value: Promise.resolve('') } })
}

/** What electron-updater asks of a provider, answered from the release that was believed. */
function offerProvider(feed: string, offered: () => Release | null) {
  return {
    isUseMultipleRangeRequest: false,
    fileExtraDownloadHeaders: null,
    setRequestHeaders: () => undefined,
    getLatestVersion: async (): Promise<UpdateInfo> => {
      const release = offered()
      if (!release) throw new AppError('update-failed')
      const { version, file } = release
      return { version, files: [{ ...file }], path: file.url, sha512: file.sha512, releaseDate: '' }
    },
    resolveFiles: ({ files }: UpdateInfo) => files.map((info) => ({ url: new URL(info.url, feed), info }))
  }
}

/** @param cacheName updaterCacheDirName of release.json. Removes what an installer of any run has fetched. */
export function removeFetched(cacheName: string): void {
  rmSync(path.join(getAppCacheDir(), cacheName), { recursive: true, force: true })
}

async function download(
  { file }: Release,
  token: CancellationToken,
  onBytes: (bytes: number) => void
): Promise<string> {
  let isTooLarge = false
  const watch = ({ transferred }: { readonly transferred: number }): void => {
    // The hash would say so too, but only after the last byte of a file that may have none.
    isTooLarge = transferred > file.size
    if (isTooLarge) token.cancel()
    else onBytes(transferred)
  }
  autoUpdater.on('download-progress', watch)
  try {
    const found = await autoUpdater.checkForUpdates()
    if (!found?.isUpdateAvailable) throw new AppError('update-failed')
    const [fetched] = await autoUpdater.downloadUpdate(token)
    if (fetched === undefined) throw new AppError('update-failed')
    return fetched
  } catch (error) {
    throw isTooLarge ? new AppError('update-too-large') : downloadFailure(error)
  } finally {
    autoUpdater.off('download-progress', watch)
  }
}

function downloadFailure(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof AppError) return error
  const code = 'code' in error ? String(error.code) : ''
  if (code === 'ERR_CHECKSUM_MISMATCH') return new AppError('update-damaged')
  if (code === 'ERR_UPDATER_INVALID_SIGNATURE') return new AppError('update-not-genuine')
  if (code === 'ENOSPC') return new AppError('disk-full')
  // Chromium's words, electron-updater's for a bad status, and for a connection that was cut.
  const isNetwork = /^net::ERR_|^Cannot download |aborted by the server|timed out|redirects/u.test(error.message)
  return isNetwork ? new AppError('update-unreachable') : new AppError('update-failed')
}

async function sha512Of(file: string): Promise<string> {
  const hash = createHash('sha512')
  try {
    for await (const chunk of createReadStream(file)) hash.update(chunk as Uint8Array)
  } catch {
    return ''
  }
  return hash.digest('base64')
}
