/** Entry of the window. */

import { createWebHashHistory } from 'vue-router'
import type { WindowBridge } from '../app/contract/bridge'
import { createWindowApp } from './create-window-app'
import { languageOfSystem } from './i18n'
import './styles/index.css'

declare global {
  interface Window {
    readonly wattveil: WindowBridge
  }
}

createWindowApp({
  bridge: window.wattveil,
  history: createWebHashHistory(),
  language: languageOfSystem()
}).mount('#app')
