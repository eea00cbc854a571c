/** The operating system's file dialogs; what they return crosses to the window as tokens. */

import { type BrowserWindow, type OpenDialogOptions, type SaveDialogOptions, app, dialog } from 'electron'
import path from 'node:path'
import type { FileTokens } from './file-tokens'
import type { ShellProcedures } from './ipc'

// Names of formats rather than sentences: dialogs are drawn by the system, in the system's language.
const ALL_FILES = { name: '*.*', extensions: ['*'] }
const FILTERS = {
  readings: [{ name: 'CSV, XLSX, XML, ZIP', extensions: ['csv', 'xlsx', 'xml', 'zip', 'gz', 'txt', 'bin'] }, ALL_FILES],
  bill: [{ name: 'Wattveil, JSON, PDF', extensions: ['wattveil', 'json', 'pdf'] }, ALL_FILES],
  prices: [{ name: 'CSV, JSON', extensions: ['csv', 'json', 'txt', 'wattveil'] }, ALL_FILES],
  csv: [{ name: 'CSV', extensions: ['csv'] }],
  json: [{ name: 'JSON', extensions: ['json'] }],
  xml: [{ name: 'XML', extensions: ['xml'] }],
  pdf: [{ name: 'PDF', extensions: ['pdf'] }],
  text: [{ name: 'TXT', extensions: ['txt'] }],
  evidence: [{ name: 'Wattveil', extensions: ['wattveil'] }],
  layout: [{ name: 'JSON', extensions: ['json'] }, ALL_FILES],
  invitation: [{ name: 'Wattveil, JSON', extensions: ['json'] }, ALL_FILES],
  backup: [{ name: 'Wattveil', extensions: ['wattveil-backup'] }, ALL_FILES]
}

export function fileProcedures(
  files: FileTokens,
  current: () => BrowserWindow | null
): Pick<ShellProcedures, 'files.choose' | 'files.choose-target'> {
  return {
    'files.choose': async ({ kind, multiple }) => {
      const options: OpenDialogOptions = {
        properties: multiple ? ['openFile', 'multiSelections'] : ['openFile'],
        filters: FILTERS[kind]
      }
      const window = current()
      const chosen = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options))
      if (chosen.canceled) return []
      return chosen.filePaths
        .slice(0, 100)
        .map((file) => files.grantRead(file))
        .filter((file) => file !== null)
    },
    'files.choose-target': async ({ suggestedName, kind }) => {
      const options: SaveDialogOptions = {
        defaultPath: path.join(app.getPath('documents'), safeName(suggestedName)),
        filters: FILTERS[kind]
      }
      const window = current()
      const chosen = await (window ? dialog.showSaveDialog(window, options) : dialog.showSaveDialog(options))
      return chosen.canceled || !chosen.filePath ? null : files.grantWrite(chosen.filePath)
    }
  }
}

/** The page suggests a name, never a place. */
function safeName(name: string): string {
  return path.basename(name).replace(/[^\p{L}\p{N} ._-]/gu, '-')
}
