/** Entry of a thread that reads one PDF, looks for a bill in its text, and ends (built to out/main/pdf-worker.cjs). */

import { parentPort, workerData } from 'node:worker_threads'
import { getDocumentProxy } from 'unpdf'
import { proposeBill } from '../../app/bills/ordinary/propose-bill'
import type { PdfAnswer } from './pdf-answer'

type PdfDocument = Awaited<ReturnType<typeof getDocumentProxy>>

const MOST_PAGES = 40
const MOST_CHARACTERS = 200_000
/** Pieces of text whose baselines differ by less stand on one line. */
const SAME_LINE = 2

void read(workerData as Uint8Array).then((answer) => parentPort?.postMessage(answer))

async function read(bytes: Uint8Array): Promise<PdfAnswer> {
  try {
    // No code of a PDF is ever compiled, and nothing is fetched for it.
    const document = await getDocumentProxy(bytes, { isEvalSupported: false, useSystemFonts: false, verbosity: 0 })
    if (document.numPages > MOST_PAGES) return { ok: false, code: 'pdf-too-long' }
    const text = await textOf(document)
    return text.trim() === '' ? { ok: false, code: 'pdf-without-text' } : { ok: true, proposal: proposeBill(text) }
  } catch (error) {
    const isLocked = error instanceof Error && error.name === 'PasswordException'
    return { ok: false, code: isLocked ? 'pdf-locked' : 'pdf-unreadable' }
  }
}

async function textOf(document: PdfDocument): Promise<string> {
  let text = ''
  for (let page = 1; page <= document.numPages && text.length < MOST_CHARACTERS; page++) {
    text += `${await pageText(document, page)}\n`
  }
  return text.slice(0, MOST_CHARACTERS)
}

/** A line of the page is a line of the text, its pieces from left to right with spaces between them. */
async function pageText(document: PdfDocument, number: number): Promise<string> {
  const { items } = await (await document.getPage(number)).getTextContent()
  const pieces = items.flatMap((item) =>
    'str' in item && item.str.trim() !== ''
      ? [{ text: item.str.trim(), x: Number(item.transform[4]), y: Number(item.transform[5]) }]
      : []
  )
  const lines: { y: number; pieces: typeof pieces }[] = []
  for (const piece of pieces) {
    const line = lines.find(({ y }) => Math.abs(y - piece.y) < SAME_LINE)
    if (line) line.pieces.push(piece)
    else lines.push({ y: piece.y, pieces: [piece] })
  }
  return lines
    .sort((a, b) => b.y - a.y)
    .map((line) =>
      [...line.pieces]
        .sort((a, b) => a.x - b.x)
        .map(({ text }) => text)
        .join('  ')
    )
    .join('\n')
}
