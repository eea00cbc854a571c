/** What the thread that reads a PDF says. */

import type { OrdinaryProposal } from '../../app/contract'

export type PdfAnswer =
  | { readonly ok: true; readonly proposal: OrdinaryProposal }
  | { readonly ok: false; readonly code: 'pdf-locked' | 'pdf-too-long' | 'pdf-unreadable' | 'pdf-without-text' }
