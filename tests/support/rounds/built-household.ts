/** Builds killable-household.ts into one file: as a process of its own it starts in a fifth of the time. */

import { builtinModules } from 'node:module'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { build } from 'vite'
import { wasmKernel } from '../../../scripts/build/wasm-kernel.mjs'

/** @returns path of the script in `folder`, which must lie within the project so that libsql is found. */
export async function buildKillableHousehold(folder: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'error',
    plugins: [wasmKernel()],
    ssr: { noExternal: true, external: ['libsql'] },
    build: {
      ssr: true,
      target: 'node18',
      outDir: folder,
      rolldownOptions: {
        input: { household: fileURLToPath(new URL('killable-household.ts', import.meta.url)) },
        external: [/^node:/u, ...builtinModules, 'libsql'],
        output: { format: 'es', entryFileNames: '[name].mjs' }
      }
    }
  })
  return join(folder, 'household.mjs')
}
