/** What the preload script puts on the window as `window.wattveil`: the only way out of the page. */

import type { z } from 'zod'
import type { Client, EventName, PayloadOf } from './index'
import type { chosenFile } from './program'

export type ChosenFile = z.infer<typeof chosenFile>

export type WindowBridge = {
  /** One function per procedure of the contract; never rejects. */
  readonly client: Client
  /** Calls `listener` with every event of that name. @returns a function that ends it. */
  readonly subscribe: <Name extends EventName>(name: Name, listener: (payload: PayloadOf<Name>) => void) => () => void
  /**
   * Tokens for the files of the newest drop on the page or choice in an <input type="file">; call it in the
   * handler of that event. Empty when nothing in it was a readable file. Each drop is handed out once.
   */
  readonly droppedFiles: () => Promise<readonly ChosenFile[]>
}
