/** Builds the thread that reads PDFs as the program ships it: a worker thread cannot start from TypeScript on Node 20. */

import { join } from 'node:path'
import { build } from 'vite'
import { nodeBuild } from '../../scripts/build/vite-targets.mjs'
import { inProject } from '../../scripts/project.mjs'

/** @returns path of the built worker in `folder`. */
export async function buildPdfWorker(folder: string): Promise<string> {
  await build({ ...nodeBuild(folder, { 'pdf-worker': inProject('adapters/pdf/worker.ts') }), logLevel: 'error' })
  return join(folder, 'pdf-worker.cjs')
}
