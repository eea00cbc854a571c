/** The page needs no camera, microphone, place, notification, clipboard reading, or device: every request is refused. */

import type { Session } from 'electron'

export function refusePermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
}
