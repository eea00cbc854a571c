/** Puts the window together; the entry brings the real bridge and history, tests their own. */

import { type App as VueApp, createApp } from 'vue'
import type { RouterHistory } from 'vue-router'
import type { WindowBridge } from '../app/contract/bridge'
import App from './App.vue'
import { provideClient } from './composables/use-client'
import { type Language, createMessages } from './i18n'
import { createPages } from './router'

export type WindowOptions = {
  readonly bridge: WindowBridge
  readonly history: RouterHistory
  readonly language: Language
}

export function createWindowApp(options: WindowOptions): VueApp {
  const app = createApp(App)
  provideClient(app, options.bridge)
  app.use(createMessages(options.language))
  app.use(createPages(options.history))
  return app
}
