/** Who may speak to main: the main frame of the one window, while it shows our own page; no frame in it, no other contents. */

import type { IpcMainInvokeEvent, WebContents } from 'electron'
import { isOwnPage } from './page-origin'

/** @param page the window's contents, or null while there is no window */
export function isOwnSender(
  page: WebContents | null,
  event: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>
): boolean {
  const frame = event.senderFrame
  return page !== null && event.sender === page && frame === page.mainFrame && isOwnPage(frame.url)
}
