/** A program of its own for one spec, with an empty home, watched for faults of its page. */

import { type Launched, launch } from './launch'
import { type PageFaults, watchPageFaults } from './page-faults'

export type OwnProgram = Launched & {
  readonly faults: PageFaults
  /** Answers the next and all later "open" dialogs with these files. */
  readonly openWith: (files: readonly string[]) => Promise<void>
  /** Answers the "save" dialog with this file. */
  readonly saveTo: (file: string) => Promise<void>
}

const WIDTH = 1440
const HEIGHT = 900

/**
 * @param home folder of an earlier run; a new empty one, removed afterwards, when left out
 * @param files named at the start. What they bring is shown once, so the page is then watched without starting it anew.
 */
export async function startOwnProgram(home?: string, files: readonly string[] = []): Promise<OwnProgram> {
  const launched = await launch({ language: 'en', files, ...(home === undefined ? {} : { home }) })
  const { app, page } = launched
  const faults = await watchPageFaults(page, files.length === 0)
  await page.setViewportSize({ width: WIDTH, height: HEIGHT })
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await page.locator('h1').waitFor()
  return {
    ...launched,
    faults,
    openWith: (files) =>
      app.evaluate(({ dialog }, filePaths) => {
        dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [...filePaths] })
      }, files),
    saveTo: (file) =>
      app.evaluate(({ dialog }, filePath) => {
        dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
      }, file)
  }
}
