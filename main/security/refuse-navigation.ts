/** The window never leaves its own page: not by a link, a script, a redirect, or a dropped file. */

import type { WebContents } from 'electron'
import { isOwnPage } from './page-origin'

export function refuseNavigation(contents: WebContents): void {
  const refuseElsewhere = (event: { preventDefault(): void }, address: string): void => {
    if (!isOwnPage(address)) event.preventDefault()
  }
  contents.on('will-navigate', refuseElsewhere)
  contents.on('will-redirect', refuseElsewhere)
}
