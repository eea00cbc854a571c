/** Opens the whole window on a double of the core, as a person would find it. */

import { nextTick } from 'vue'
import { createMemoryHistory } from 'vue-router'
import { onTestFinished, vi } from 'vitest'
import { createWindowApp } from '../../../renderer/create-window-app'
import { type LastLook, NO_LAST_LOOK } from '../../../renderer/last-look'
import { loadPages } from '../../../renderer/router'
import { type Answers, type ClientDouble, createClientDouble } from './client-double'
import { type Scene, sampleAnswers } from './sample-answers'

// A whole window takes a while where other work keeps the machine busy.
vi.setConfig({ testTimeout: 20_000 })

export type OpenOptions = {
  readonly path?: string
  readonly scene?: Partial<Scene>
  readonly answers?: Partial<Answers>
  readonly lastLook?: LastLook
}

export type OpenWindow = ClientDouble & { readonly root: HTMLElement }

export async function openWindow({
  path = '/overview',
  scene = {},
  answers = {},
  lastLook = NO_LAST_LOOK
}: OpenOptions = {}): Promise<OpenWindow> {
  // A page that is loaded only now would come later than `settled` waits.
  await loadPages(() => Promise.resolve())
  const double = createClientDouble({ ...sampleAnswers(scene), ...answers })
  const history = createMemoryHistory()
  history.replace(path)
  const app = createWindowApp({ bridge: double.bridge, history, language: scene.language ?? 'en', lastLook })
  const root = document.createElement('div')
  root.id = 'app'
  document.body.append(root)
  app.mount(root)
  onTestFinished(() => {
    app.unmount()
    root.remove()
    document.querySelectorAll('dialog').forEach((dialog) => {
      dialog.remove()
    })
  })
  await settled()
  return { ...double, root }
}

/** Long enough for answers, watchers and the router; short enough for nobody to notice. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 12; turn++) {
    await new Promise((done) => setTimeout(done, 0))
    await nextTick()
  }
}

export async function press(target: Element, key: string, more: KeyboardEventInit = {}): Promise<void> {
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }))
  await settled()
}

export async function click(target: Element): Promise<void> {
  ;(target as HTMLElement).click()
  await settled()
}

export async function typeInto(field: Element, text: string): Promise<void> {
  ;(field as HTMLInputElement).value = text
  field.dispatchEvent(new Event('input', { bubbles: true }))
  await settled()
}
