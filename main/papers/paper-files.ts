/** The pages and the style sheet of papers, served from memory as app:// for as long as they are needed. */

import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import type { Paper } from '../../app/contract'
import { PAGE_HOST, PAGE_SCHEME } from '../security/page-origin'
import { paperPage } from './paper-page'
import { paperStyle } from './paper-style'

export type MemoryFile = { readonly type: string; readonly text: string }

export type PaperFiles = {
  /** @returns address of the paper's page */
  readonly put: (paper: Paper) => string
  readonly drop: (address: string) => void
  /** For the page protocol. @param pathname of an address of app:// */
  readonly read: (pathname: string) => MemoryFile | null
}

const FOLDER = '/paper/'
const STYLE = `${FOLDER}paper.css`
const FONT = /^hanken-grotesk-latin-wght-normal-.*\.woff2$/u

/** @param folder absolute path of the built page, where the font lies */
export function createPaperFiles(folder: string): PaperFiles {
  const pages = new Map<string, string>()
  return {
    put: (paper) => {
      const pathname = `${FOLDER}${randomBytes(16).toString('hex')}.html`
      pages.set(pathname, paperPage(paper, STYLE))
      return `${PAGE_SCHEME}://${PAGE_HOST}${pathname}`
    },
    drop: (address) => void pages.delete(new URL(address).pathname),
    read: (pathname) => {
      if (pathname === STYLE) return { type: 'text/css; charset=utf-8', text: paperStyle(fontIn(folder)) }
      const page = pages.get(pathname)
      return page === undefined ? null : { type: 'text/html; charset=utf-8', text: page }
    }
  }
}

function fontIn(folder: string): string | null {
  try {
    const name = readdirSync(path.join(folder, 'assets')).find((file) => FONT.test(file))
    return name === undefined ? null : `/assets/${name}`
  } catch {
    return null
  }
}
