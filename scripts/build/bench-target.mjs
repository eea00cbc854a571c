/** The benchmarks as a program: bundled like the product, because running TypeScript directly slows noble's hashes down. */

import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { inProject } from '../project.mjs'
import { nodeBuild } from './vite-targets.mjs'

const EXTERNAL = [
  'libsql',
  'libsodium-wrappers-sumo',
  '@playwright/test',
  'vite',
  '@vitejs/plugin-vue',
  '@intlify/unplugin-vue-i18n/vite'
]

/**
 * @param {string} outDir
 * @returns {import('vite').InlineConfig[]} the bench itself, and the empty window that it compares the program with
 */
export function benchBuilds(outDir) {
  const window = nodeBuild(path.join(outDir, 'empty-window'), { main: inProject('tests/bench/empty-window/main.ts') })
  const bench = nodeBuild(outDir, {
    bench: inProject('tests/bench/bench.ts'),
    scale: inProject('tests/bench/scale/measure-scale.ts'),
    'import-once': inProject('tests/bench/stand/import-once.ts')
  })
  const { rolldownOptions, ...build } = bench.build ?? {}
  return [
    {
      ...bench,
      plugins: [...(bench.plugins ?? []), sourcePlaces()],
      ssr: { noExternal: true, external: EXTERNAL },
      build: {
        ...build,
        target: 'node20',
        rolldownOptions: {
          ...rolldownOptions,
          external: [/^node:/, ...EXTERNAL],
          output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: 'chunk-[name]-[hash].mjs' }
        }
      }
    },
    window
  ]
}

/**
 * Scripts and test support find files from where they themselves lie, also when they are bundled.
 * @returns {import('vite').Plugin}
 */
function sourcePlaces() {
  return {
    name: 'source-places',
    enforce: 'pre',
    transform(code, id) {
      const file = id.split('?')[0] ?? id
      if (file.includes('/node_modules/') || !code.includes('import.meta.')) return null
      const placed = code
        .replaceAll('import.meta.dirname', JSON.stringify(path.dirname(file)))
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(file).href))
      return { code: placed, map: null }
    }
  }
}
