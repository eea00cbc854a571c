/**
 * Port: what a PDF's text seems to say, in bounded time and memory: file and text are a stranger's.
 * @throws AppError pdf-locked, pdf-too-long, pdf-too-slow, pdf-unreadable, pdf-without-text.
 */

import type { OrdinaryProposal } from '../../contract'

export type ReadPdfBill = (bytes: Uint8Array) => Promise<OrdinaryProposal>
