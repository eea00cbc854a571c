/** The window's only way to the core: the bridge that the preload script put on the page, injected so that tests can bring their own. */

import { type App, type InjectionKey, inject } from 'vue'
import type { WindowBridge } from '../../app/contract/bridge'

const KEY: InjectionKey<WindowBridge> = Symbol('client')

export function provideClient(app: App, bridge: WindowBridge): void {
  app.provide(KEY, bridge)
}

/** @throws TypeError outside of a component of this window. */
export function useClient(): WindowBridge {
  const bridge = inject(KEY)
  if (!bridge) throw new TypeError('no client was provided')
  return bridge
}
