/** Builds the commitment worker as the program ships it: a worker thread cannot start from TypeScript on Node 20. */

import { builtinModules } from 'node:module'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { build } from 'vite'
import { wasmKernel } from '../../scripts/build/wasm-kernel.mjs'

/**
 * @param programs name of each further program to be built beside it, and its source in this folder
 * @returns path of the built worker in `folder`
 */
export async function buildCommitmentWorker(
  folder: string,
  programs: Readonly<Record<string, string>> = {}
): Promise<string> {
  const sources = Object.entries({ 'commitment-worker': '../../adapters/commitment-work/worker.ts', ...programs })
  await build({
    configFile: false,
    logLevel: 'error',
    plugins: [wasmKernel()],
    ssr: { noExternal: true },
    build: {
      ssr: true,
      target: 'node18',
      outDir: folder,
      rolldownOptions: {
        input: Object.fromEntries(
          sources.map(([name, source]) => [name, fileURLToPath(new URL(source, import.meta.url))])
        ),
        external: [/^node:/u, ...builtinModules],
        output: { format: 'cjs', entryFileNames: '[name].cjs' }
      }
    }
  })
  return join(folder, 'commitment-worker.cjs')
}
