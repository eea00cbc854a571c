/** Puts the window together; the entry brings the real bridge and history, tests their own. */

import { type App as VueApp, createApp } from 'vue'
import type { RouterHistory } from 'vue-router'
import type { WindowBridge } from '../app/contract/bridge'
import App from './App.vue'
import { provideClient } from './composables/use-client'
import { provideLastLook } from './composables/use-last-look'
import { type Language, createMessages } from './i18n'
import { type LastLook, NO_LAST_LOOK } from './last-look'
import { createPages } from './router'

export type WindowOptions = {
  readonly bridge: WindowBridge
  readonly history: RouterHistory
  /** To begin with, where the window was never open before. */
  readonly language: Language
  readonly lastLook?: LastLook
}

export function createWindowApp(options: WindowOptions): VueApp {
  const app = createApp(App)
  const lastLook = options.lastLook ?? NO_LAST_LOOK
  provideClient(app, options.bridge)
  provideLastLook(app, lastLook)
  app.use(createMessages(lastLook.read()?.language ?? options.language))
  app.use(createPages(options.history))
  return app
}
