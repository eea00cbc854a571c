/** Applies every rule of this folder to the session and to each page that ever comes to be. */

import type { App, Session } from 'electron'
import { emptyDumpsOf } from './empty-dumps'
import { refuseDevtools } from './refuse-devtools'
import { refuseDownloads } from './refuse-downloads'
import { refuseNavigation } from './refuse-navigation'
import { refuseNetwork } from './refuse-network'
import { refuseNewWindows } from './refuse-new-windows'
import { refusePermissions } from './refuse-permissions'
import { refuseSpellchecker } from './refuse-spellchecker'
import { refuseWebRtc } from './refuse-webrtc'
import { refuseWebviews } from './refuse-webviews'

export function applySecurityRules(app: App, session: Session): void {
  refuseDownloads(session)
  refuseNetwork(session)
  refusePermissions(session)
  refuseSpellchecker(session)
  app.on('web-contents-created', (_event, contents) => {
    refuseNavigation(contents)
    refuseNewWindows(contents)
    refuseWebviews(contents)
    refuseWebRtc(contents)
    refuseDevtools(contents, app)
    emptyDumpsOf(contents)
  })
}
