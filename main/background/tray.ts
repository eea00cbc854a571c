/** Shows beside the clock whether the house takes part, while it does or could without a window. */

import { Menu, Tray, nativeImage, nativeTheme } from 'electron'
import type { Participation } from '../../app/contract/background'
import { TRAY_WORDS, participationWords } from './tray-words'
import { trayPicture } from './tray-picture'

export type ParticipationTray = {
  /** Shows it, or takes the picture away for null. */
  show(participation: Participation | null): void
}

export type TrayActions = { readonly open: () => void; readonly quit: () => void }

export function createParticipationTray({ open, quit }: TrayActions): ParticipationTray {
  let tray: Tray | null = null
  return {
    show: (participation) => {
      if (!participation) {
        tray?.destroy()
        tray = null
        return
      }
      const picture = imageOf(participation)
      if (!tray) {
        tray = new Tray(picture)
        tray.on('click', open)
      }
      tray.setImage(picture)
      const words = participationWords(participation)
      tray.setToolTip(`Wattveil. ${words}`)
      tray.setContextMenu(
        Menu.buildFromTemplate([
          { label: words, enabled: false },
          { type: 'separator' },
          { label: TRAY_WORDS[participation.language].open, click: open },
          { label: TRAY_WORDS[participation.language].quit, click: quit }
        ])
      )
    }
  }
}

function imageOf({ state }: Participation): Electron.NativeImage {
  const { bitmap, size } = trayPicture(state === 'taking-part', nativeTheme.shouldUseDarkColors ? 255 : 0)
  const image = nativeImage.createFromBitmap(bitmap, { width: size, height: size, scaleFactor: 2 })
  // macOS colours it by itself to fit its bar.
  if (process.platform === 'darwin') image.setTemplateImage(true)
  return image
}
