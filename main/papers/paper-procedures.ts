/** Papers leave the window: into the clipboard, into a file that the person named, to a printer. */

import { clipboard } from 'electron'
import { replaceFile } from '../../adapters/system/replace-file'
import type { FileTokens } from '../file-tokens'
import type { ShellProcedures } from '../ipc'
import type { PaperFiles } from './paper-files'
import { paperToPdf, printPaper } from './paper-window'

export function paperProcedures(
  files: FileTokens,
  papers: PaperFiles
): Pick<ShellProcedures, 'papers.copy' | 'papers.save-text' | 'papers.save-pdf' | 'papers.print'> {
  return {
    'papers.copy': async ({ text }) => {
      await clipboard.writeText(text)
      return {}
    },
    'papers.save-text': async ({ target, text }) => {
      await replaceFile(files.redeem(target, 'write').path, [Buffer.from(text, 'utf8')])
      return {}
    },
    'papers.save-pdf': async ({ target, paper }) => {
      const pdf = await paperToPdf(papers, paper)
      await replaceFile(files.redeem(target, 'write').path, [pdf])
      return {}
    },
    'papers.print': async ({ paper }) => ({ printed: await printPaper(papers, paper) })
  }
}
