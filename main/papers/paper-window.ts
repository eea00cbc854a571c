/** Lays a paper out in a hidden window without scripts, bridge or network, for as long as it takes. */

import { BrowserWindow } from 'electron'
import { AppError } from '../../app/app-error'
import type { Paper } from '../../app/contract'
import type { PaperFiles } from './paper-files'

const LOAD_MS = 15_000
const MARGIN_INCHES = 0.9

/** @returns bytes of the PDF. @throws AppError paper-failed */
export function paperToPdf(files: PaperFiles, paper: Paper): Promise<Uint8Array> {
  return withPaper(files, paper, async ({ webContents }) => {
    const margin = MARGIN_INCHES
    return new Uint8Array(
      await webContents.printToPDF({
        pageSize: 'A4',
        margins: { top: margin, bottom: margin, left: margin, right: margin },
        generateTaggedPDF: true
      })
    )
  })
}

/** Opens the system's print dialog. @returns whether the person printed. @throws AppError paper-failed, no-printer */
export function printPaper(files: PaperFiles, paper: Paper): Promise<boolean> {
  return withPaper(
    files,
    paper,
    ({ webContents }) =>
      new Promise((resolve, reject) => {
        webContents.print({ pageSize: 'A4' }, (printed, reason) => {
          if (printed || /cancel/iu.test(reason)) resolve(printed)
          else reject(new AppError('no-printer'))
        })
      })
  )
}

async function withPaper<Value>(
  files: PaperFiles,
  paper: Paper,
  use: (window: BrowserWindow) => Promise<Value>
): Promise<Value> {
  const address = files.put(paper)
  const window = new BrowserWindow({
    show: false,
    webPreferences: {
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      javascript: false,
      spellcheck: false
    }
  })
  try {
    await within(LOAD_MS, window.loadURL(address))
    return await use(window)
  } catch (error) {
    throw error instanceof AppError ? error : new AppError('paper-failed')
  } finally {
    files.drop(address)
    window.destroy()
  }
}

async function within<Value>(ms: number, work: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new AppError('paper-failed')), ms)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
