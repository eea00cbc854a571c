/** Entry of the window. */

import { createWebHashHistory } from 'vue-router'
import type { WindowBridge } from '../app/contract/bridge'
import { createWindowApp } from './create-window-app'
import { languageOfSystem } from './i18n'
import { createLastLook } from './last-look'
import { loadPages } from './router'
import './styles/index.css'

const { wattveil } = window as typeof window & { readonly wattveil: WindowBridge }

createWindowApp({
  bridge: wattveil,
  history: createWebHashHistory(),
  language: languageOfSystem(),
  lastLook: createLastLook(localStorage)
}).mount('#app')
void loadPages(() => new Promise((resolve) => requestIdleCallback(() => resolve())))
