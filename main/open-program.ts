/** Joins the parts of the shell: the core, the services it asks for, the window, and the door between them. */

import path from 'node:path'
import { app, session } from 'electron'
import { answerHostRequest } from './answer-host-request'
import type { watchArrivedFiles } from './arrived-files'
import { followSettings } from './appearance'
import { startCoreProcess } from './core-process'
import { coreStart } from './core-start'
import { fileProcedures } from './dialogs'
import { createFileTokens } from './file-tokens'
import { isEventName, sendEvent, serveWindow } from './ipc'
import { setApplicationMenu } from './menu'
import { servePage } from './page-protocol'
import { applySecurityRules } from './security/apply-rules'
import { isOwnPage } from './security/page-origin'
import { createPaperFiles } from './papers/paper-files'
import { paperProcedures } from './papers/paper-procedures'
import { createServiceProcesses } from './service-processes'
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

  const files = createFileTokens()
  const keeper = createWindowKeeper(path.join(out, 'preload/preload.cjs'), (maximised) =>
    sendEvent(keeper.page(), 'window.changed', { maximised })
  )
  const arrived = arrivals(files, () => {
    keeper.show()
    sendEvent(keeper.page(), 'files.arriving', {})
  })
  const services = createServiceProcesses({
    folder: path.join(out, 'services'),
    onEnd: (service) => core.serviceEnded(service),
    log
  })
  const core = startCoreProcess({
    entry: path.join(out, 'main/core.cjs'),
    startMessage: coreStart,
    answerHostRequest: (request) => answerHostRequest(request, files, services),
    onEvent: (name, payload) => {
      // The preload script decodes the payload; here only the name decides whether it may pass.
      if (isEventName(name)) sendEvent(keeper.page(), name, payload as never)
    },
    onState: (state) => sendEvent(keeper.page(), 'core.changed', state),
    onEnd: () => void services.stopAll(),
    log
  })

  serveWindow({
    page: keeper.page,
    isOwnPage,
    shell: {
      ...fileProcedures(files, keeper.current),
      ...paperProcedures(files, papers),
      'files.arrived': async () => arrived.take(),
      ...windowProcedures(keeper.current),
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

  app.on('second-instance', keeper.show)
  app.on('activate', keeper.show)
  quitAfter(async () => {
    await core.stop()
    await services.stopAll()
  })
  keeper.show()
}

function log(text: string): void {
  process.stderr.write(text.endsWith('\n') ? text : `${text}\n`)
}

/** Ends the program with its last window (but on macOS), once everything has finished its writes. */
function quitAfter(stop: () => Promise<void>): void {
  let stopped = false
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  app.on('will-quit', (event) => {
    if (stopped) return
    event.preventDefault()
    void stop().finally(() => {
      stopped = true
      app.quit()
    })
  })
}
