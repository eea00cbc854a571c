/** Joins the parts of the shell: the core, the services it asks for, the window, and the door between them. */

import path from 'node:path'
import { app, powerMonitor, safeStorage, session } from 'electron'
import { answerHostRequest } from './answer-host-request'
import type { watchArrivedFiles } from './arrived-files'
import { followSettings } from './appearance'
import { type Background, createBackground } from './background/background'
import { followParticipation } from './background/follow-participation'
import { BACKGROUND_SWITCH, type StartWithSystem, startWithSystem } from './background/start-with-system'
import { createParticipationTray } from './background/tray'
import { startCoreProcess } from './core-process'
import { coreStart } from './core-start'
import { fileProcedures } from './dialogs'
import { deleteProcedures } from './everything'
import { createFileTokens } from './file-tokens'
import { isEventName, sendEvent, serveWindow } from './ipc'
import { setApplicationMenu } from './menu'
import { servePage } from './page-protocol'
import { applySecurityRules } from './security/apply-rules'
import { createPaperFiles } from './papers/paper-files'
import { paperProcedures } from './papers/paper-procedures'
import { keychainOf } from './os-keychain'
import { protectionProcedures } from './protection'
import { rescueProcedures } from './rescue'
import { createServiceProcesses } from './service-processes'
import { unforeseen } from '../app/unforeseen'
import { programUpdates, updateProcedures } from './updates/update-procedures'
import { createVault } from './vault'
import { createWindowKeeper } from './window-keeper'
import { windowProcedures } from './window-procedures'

/**
 * @param out      absolute path of the folder of everything built; the app must be ready
 * @param arrivals files that the system hands over
 */
export function openProgram(out: string, arrivals: ReturnType<typeof watchArrivedFiles>): void {
  applySecurityRules(app, session.defaultSession)
  const papers = createPaperFiles(path.join(out, 'renderer'))
  servePage(session.defaultSession, path.join(out, 'renderer'), papers.read)
  setApplicationMenu()

  // Beside, not among, the files that Chromium keeps.
  const dataFolder = path.join(app.getPath('userData'), 'data')
  const vault = createVault(dataFolder, keychainOf(safeStorage))
  const files = createFileTokens()
  const keeper = createWindowKeeper(path.join(out, 'preload/preload.cjs'), (maximised) =>
    sendEvent(keeper.page(), 'window.changed', { maximised })
  )
  const arrived = arrivals(files, () => {
    keeper.show()
    sendEvent(keeper.page(), 'files.arriving', {})
  })
  const background = createBackground(path.join(app.getPath('userData'), 'background.json'), systemStart())
  const participation = followParticipation(
    (name, request) => core.call(name, request),
    createParticipationTray({ open: keeper.show, quit: () => app.quit() }),
    background
  )
  const services = createServiceProcesses({
    folder: path.join(out, 'services'),
    onEnd: (service) => core.serviceEnded(service),
    log
  })
  const core = startCoreProcess({
    entry: path.join(out, 'main/core.cjs'),
    startMessage: (rescue) => coreStart(dataFolder, vault, rescue),
    answerHostRequest: (request) => answerHostRequest(request, files, services),
    onEvent: (name, payload) => {
      // The preload script decodes the payload; here only the name decides whether it may pass.
      if (isEventName(name)) sendEvent(keeper.page(), name, payload as never)
      participation.heard(name)
    },
    onState: (state) => {
      sendEvent(keeper.page(), 'core.changed', state)
      if (!state.running) return
      void participation.refresh()
      updates.lookDaily()
      // A key that was changed is in the database now.
      vault.settle().catch((error: unknown) => log(unforeseen(error)))
    },
    onEnd: () => void services.stopAll(),
    log
  })

  const updates = programUpdates({
    changed: (state) => sendEvent(keeper.page(), 'updates.changed', state),
    record: core.record,
    prepareEnd: () => end(),
    log
  })

  const renewPage = (): void => keeper.page()?.reload()
  serveWindow({
    page: keeper.page,
    shell: {
      ...fileProcedures(files, keeper.current),
      ...paperProcedures(files, papers),
      'files.arrived': async () => arrived.take(),
      ...windowProcedures(keeper.current),
      ...protectionProcedures(vault, core),
      ...deleteProcedures({ dataFolder, vault, core, services, background, updates, clearPage, renewPage }),
      ...rescueProcedures(dataFolder, core),
      ...updateProcedures(updates),
      'core.state': async () => core.state(),
      'background.state': async () => background.state(),
      'background.change': async ({ on }) => {
        const changed = background.change(on)
        void participation.refresh()
        return changed
      }
    },
    callCore: async (name, request) => {
      const result = await core.call(name, request)
      if (result.ok) followSettings(name, result.value)
      return result
    },
    files,
    log
  })

  app.on('second-instance', keeper.show)
  app.on('activate', keeper.show)
  powerMonitor.on('resume', core.wake)
  const end = quitAfter(background, async () => {
    await core.stop()
    await services.stopAll()
  })
  if (!app.commandLine.hasSwitch(BACKGROUND_SWITCH) || !background.state().on) keeper.show()
}

function systemStart(): StartWithSystem | null {
  const { env, platform, execPath } = process
  const configFolder = env['XDG_CONFIG_HOME'] ?? path.join(app.getPath('home'), '.config')
  // An AppImage is unpacked anew at each start; what can be started again is the image.
  return startWithSystem(app, platform, configFolder, env['APPIMAGE'] ?? execPath)
}

/** The window's look, and what Chromium keeps of pages. */
async function clearPage(): Promise<void> {
  await session.defaultSession.clearStorageData()
  await session.defaultSession.clearCache()
}

function log(text: string): void {
  process.stderr.write(text.endsWith('\n') ? text : `${text}\n`)
}

/**
 * Ends the program with its last window (but on macOS, and where it stays for the rounds), once everything has finished its
 * writes.
 * @returns finishes them, and leaves the end to whoever asked
 */
function quitAfter(background: Background, stop: () => Promise<void>): () => Promise<void> {
  let stopped: Promise<void> | null = null
  let isStopped = false
  const end = (): Promise<void> => (stopped ??= stop().finally(() => (isStopped = true)))
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin' && !background.state().on) app.quit()
  })
  app.on('will-quit', (event) => {
    if (isStopped) return
    event.preventDefault()
    // Not in this turn: where there is nothing to finish, Electron would still be in the middle of the end it was refused.
    void end().finally(() => setImmediate(() => app.quit()))
  })
  return end
}
