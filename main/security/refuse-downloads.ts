/** The page saves nothing by itself; files are written by the core where the person chose. */

import type { Session } from 'electron'

export function refuseDownloads(session: Session): void {
  session.on('will-download', (event) => event.preventDefault())
}
