/** The least that an Electron program can be: a window with one heading. The yardstick for the start of the program. */

import path from 'node:path'
import { BrowserWindow, app } from 'electron'

void app.whenReady().then(() => {
  const window = new BrowserWindow({ show: false })
  window.once('ready-to-show', () => {
    window.show()
  })
  return window.loadFile(path.join(app.getAppPath(), 'page.html'))
})
