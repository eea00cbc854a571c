/** Layouts as small files of their own, to be given to others with the same operator (docs/readings.md 5). */

import { z } from 'zod'
import { AppError } from '../../app-error'
import type { Documents } from '../../ports'
import { type TableLayout, tableLayout, withoutNumbers } from '../formats/table/table-layout'

const MAX_BYTES = 256 * 1024

/** @throws AppError file-unwritable, disk-full. */
export async function saveLayout(documents: Documents, layout: TableLayout, target: string): Promise<void> {
  const plain = { ...layout, columns: layout.columns.map(withoutNumbers) }
  await documents.replace(target, [new TextEncoder().encode(`${JSON.stringify(plain, null, 2)}\n`)])
}

/** @throws AppError layout-malformed, file-gone, file-unreadable. */
export async function openLayout(documents: Documents, token: string): Promise<TableLayout> {
  const document = await documents.open(token)
  if (document.bytes > MAX_BYTES) throw new AppError('layout-malformed')
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let text = ''
  try {
    for await (const chunk of document.chunks) text += decoder.decode(chunk, { stream: true })
    return tableLayout.parse(JSON.parse(text + decoder.decode()))
  } catch (error) {
    if (error instanceof z.ZodError || error instanceof SyntaxError || error instanceof TypeError) {
      throw new AppError('layout-malformed')
    }
    throw error
  }
}
