/** Starts the program: one instance, one window, one core. */

import path from 'node:path'
import { type BrowserWindow, app, session } from 'electron'
import { answerHostRequest } from './answer-host-request'
import { followSettings, followTheme } from './appearance'
import { startCoreProcess } from './core-process'
import { fileProcedures } from './dialogs'
import { createFileTokens } from './file-tokens'
import { isEventName, sendEvent, serveWindow } from './ipc'
import { setApplicationMenu } from './menu'
import { osKeychain } from './os-keychain'
import { registerPageScheme, servePage } from './page-protocol'
import { createServiceProcesses } from './service-processes'
import { applySecurityRules } from './security/apply-rules'
import { isOwnPage } from './security/page-origin'
import { placeUserData } from './user-data'
import { openDatabaseKey } from './vault'
import { createWindow } from './window'
import { watchWindowState, windowProcedures } from './window-procedures'

const OUT = path.join(__dirname, '..')

placeUserData(app)
if (app.requestSingleInstanceLock()) begin()
else app.quit()

function begin(): void {
  // As root Chromium cannot sandbox at all, and insisting on it makes its helper processes restart for ever.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
  registerPageScheme()
  void app.whenReady().then(open)
}

function open(): void {
  let window: BrowserWindow | null = null
  const current = (): BrowserWindow | null => window
  const page = () => window?.webContents ?? null
  const log = (text: string): void => void process.stderr.write(text.endsWith('\n') ? text : `${text}\n`)
  const files = createFileTokens()

  applySecurityRules(app, session.defaultSession)
  servePage(session.defaultSession, path.join(OUT, 'renderer'))
  setApplicationMenu()

  const services = createServiceProcesses({
    folder: path.join(OUT, 'services'),
    onEnd: (service) => core.serviceEnded(service),
    log
  })
  const core = startCoreProcess({
    entry: path.join(__dirname, 'core.cjs'),
    startMessage: async () => {
      const dataFolder = path.join(app.getPath('userData'), 'data')
      const { key, protection } = await openDatabaseKey(dataFolder, osKeychain)
      return {
        type: 'start',
        dataFolder,
        databaseKey: key,
        keyProtection: protection,
        version: app.getVersion(),
        systemLocale: app.getLocale()
      }
    },
    answerHostRequest: (request) => answerHostRequest(request, files, services),
    onEvent: (name, payload) => {
      if (isEventName(name)) sendEvent(page(), name, payload as never)
    },
    onState: (state) => sendEvent(page(), 'core.changed', state),
    onEnd: () => void services.stopAll(),
    log
  })

  serveWindow({
    page,
    isOwnPage,
    shell: {
      ...fileProcedures(files, current),
      ...windowProcedures(current),
      'core.state': async () => core.state()
    },
    callCore: async (name, request) => {
      const result = await core.call(name, request)
      if (result.ok) followSettings(name, result.value)
      return result
    },
    files,
    log
  })

  const show = (): void => {
    window = createWindow(path.join(OUT, 'preload/preload.cjs'))
    followTheme(window)
    watchWindowState(window, (maximised) => sendEvent(page(), 'window.changed', { maximised }))
    window.once('closed', () => (window = null))
  }

  app.on('second-instance', () => focus(window))
  app.on('activate', () => (window ? focus(window) : show()))
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  quitAfter(async () => {
    await core.stop()
    await services.stopAll()
  })
  show()
}

function focus(window: BrowserWindow | null): void {
  if (window?.isMinimized()) window.restore()
  window?.focus()
}

/** Lets the core finish its writes before the program ends. */
function quitAfter(stop: () => Promise<void>): void {
  let stopped = false
  app.on('will-quit', (event) => {
    if (stopped) return
    event.preventDefault()
    void stop().finally(() => {
      stopped = true
      app.quit()
    })
  })
}
