/**
 * Papers: letters and reports that leave the window as text, PDF or print. The window says what is on a paper as plain
 * blocks; the main process lays them out on a page without scripts (ADR 0030).
 */

import { z } from 'zod'
import { fileToken, nothing, shortText } from './common'
import { procedure } from './procedure'

const text = z.string().max(4000)
const cellText = z.string().max(400)

export const paperBlock = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('heading'), text }),
  z.strictObject({ kind: z.literal('paragraph'), text }),
  /** Small and quiet: where something comes from, what it does not prove. */
  z.strictObject({ kind: z.literal('note'), text }),
  /** Lines that stay lines: an address, a signature. */
  z.strictObject({ kind: z.literal('lines'), lines: z.array(cellText).max(12), atEnd: z.boolean() }),
  /** Label and value. */
  z.strictObject({ kind: z.literal('facts'), rows: z.array(z.tuple([cellText, cellText])).max(60) }),
  z.strictObject({
    kind: z.literal('table'),
    head: z.array(cellText).min(1).max(8),
    rows: z.array(z.array(cellText).min(1).max(8)).max(400),
    /** Columns from this one on hold figures. */
    figuresFrom: z.number().int().min(0).max(8)
  }),
  /** Bytes and hashes. */
  z.strictObject({ kind: z.literal('bytes'), text })
])

export const paper = z.strictObject({
  language: z.enum(['de', 'en']),
  title: shortText,
  blocks: z.array(paperBlock).min(1).max(600)
})

const plainText = z.string().min(1).max(200_000)

/** Answered by the main process. */
export const papersContract = {
  'papers.copy': procedure(z.strictObject({ text: plainText }), nothing),
  'papers.save-text': procedure(z.strictObject({ target: fileToken, text: plainText }), nothing),
  'papers.save-pdf': procedure(z.strictObject({ target: fileToken, paper }), nothing),
  /** The system's own dialog; `printed` is false when the person closed it. */
  'papers.print': procedure(z.strictObject({ paper }), z.strictObject({ printed: z.boolean() }))
} as const

export type Paper = z.infer<typeof paper>
export type PaperBlock = z.infer<typeof paperBlock>
