/**
 * Sees every drop and every chosen file before the page does, and trades the paths for tokens. A File that the page
 * made itself has no path, so the page cannot ask for a file the person did not give.
 */

import { ipcRenderer, webUtils } from 'electron'
import { z } from 'zod'
import type { ChosenFile } from '../../app/contract/bridge'
import { chosenFile } from '../../app/contract/program'
import { GRANT_CHANNEL } from '../channels'

const granted = z.array(chosenFile).max(100)

/** @returns hands out the tokens of the newest drop, once */
export function watchDroppedFiles(): () => Promise<readonly ChosenFile[]> {
  let newest: Promise<readonly ChosenFile[]> = Promise.resolve([])
  window.addEventListener(
    'drop',
    (event) => {
      newest = grant(event.dataTransfer?.files)
    },
    true
  )
  window.addEventListener(
    'change',
    (event) => {
      if (event.target instanceof HTMLInputElement && event.target.type === 'file') newest = grant(event.target.files)
    },
    true
  )
  return () => {
    const files = newest
    newest = Promise.resolve([])
    return files
  }
}

async function grant(files: FileList | null | undefined): Promise<readonly ChosenFile[]> {
  const paths = Array.from(files ?? [], pathOf).filter((file) => file !== '')
  if (paths.length === 0) return []
  // eslint-disable-next-line no-restricted-properties -- comes from the main process, which no stranger speaks for
  const answer = granted.safeParse(await ipcRenderer.invoke(GRANT_CHANNEL, paths))
  return answer.success ? answer.data : []
}

/** Electron 32 replaced File.path by webUtils; the test Electron has only the former. */
function pathOf(file: File): string {
  const tools = webUtils as typeof webUtils | undefined
  return tools?.getPathForFile(file) ?? (file as File & { readonly path?: string }).path ?? ''
}
