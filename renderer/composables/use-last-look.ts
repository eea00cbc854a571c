/** How the window looked last time, injected so that tests can bring their own. */

import { type App, type InjectionKey, inject } from 'vue'
import type { LastLook } from '../last-look'

const KEY: InjectionKey<LastLook> = Symbol('last look')

export function provideLastLook(app: App, lastLook: LastLook): void {
  app.provide(KEY, lastLook)
}

/** @throws TypeError outside of a component of this window. */
export function useLastLook(): LastLook {
  const lastLook = inject(KEY)
  if (!lastLook) throw new TypeError('no last look was provided')
  return lastLook
}
