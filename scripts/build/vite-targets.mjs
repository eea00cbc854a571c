/** The builds as vite configurations. Needs node_modules, so it is imported only after the set-up. */

import { builtinModules } from 'node:module'
import vueI18n from '@intlify/unplugin-vue-i18n/vite'
import vue from '@vitejs/plugin-vue'
import { inProject } from '../project.mjs'
import { noteParts } from '../release/parts.mjs'
import { wasmKernel } from './wasm-kernel.mjs'

const EXTERNAL = ['electron', 'libsql', /^node:/, ...builtinModules]

/** One for all builds: it compiles once. */
const KERNEL = wasmKernel()

// Electron 25's Node has no global crypto, and @noble looks for one; the first line of every program is the one
// place that no import order can get wrong.
const BANNER = `globalThis.crypto ??= require('node:crypto').webcrypto;`

/**
 * Programs for Node and Electron's Node processes: CommonJS, everything bundled but Electron and libsql.
 * @param {string} outDir
 * @param {Record<string, string>} input
 * @returns {import('vite').InlineConfig}
 */
export function nodeBuild(outDir, input) {
  return {
    ...quiet(),
    root: inProject('.'),
    publicDir: false,
    plugins: [KERNEL, noteParts()],
    ssr: { noExternal: true, external: ['electron', 'libsql'] },
    build: {
      ...common(outDir),
      ssr: true,
      target: 'node18',
      minify: false,
      rolldownOptions: {
        input,
        external: EXTERNAL,
        output: {
          format: 'cjs',
          comments: false,
          banner: BANNER,
          entryFileNames: '[name].cjs',
          chunkFileNames: 'chunk-[name]-[hash].cjs'
        }
      }
    }
  }
}

/**
 * The preload script: one file, because a sandboxed preload cannot require chunks or Node's modules.
 * @param {string} outDir
 * @returns {import('vite').InlineConfig}
 */
export function preloadBuild(outDir) {
  return {
    ...quiet(),
    root: inProject('.'),
    publicDir: false,
    plugins: [noteParts()],
    ssr: { noExternal: true, external: ['electron'] },
    build: {
      ...common(outDir),
      ssr: true,
      target: 'chrome114',
      minify: false,
      rolldownOptions: {
        input: { preload: inProject('main/preload/preload.ts') },
        external: ['electron'],
        output: { format: 'cjs', comments: false, entryFileNames: '[name].cjs', codeSplitting: false }
      }
    }
  }
}

/** Files of their own, hence tasks of their own when the window starts: with the rest in one they held it up for 50 ms. */
const LANGUAGES = [
  { name: 'de', test: /locales[\\/]de[.]json$/u },
  { name: 'en', test: /locales[\\/]en[.]json$/u }
]

/**
 * The window. Under its Content Security Policy nothing may be inlined and no message may be compiled at run time.
 * @param {string} outDir
 * @returns {import('vite').InlineConfig}
 */
export function rendererBuild(outDir) {
  return {
    ...quiet(),
    root: inProject('renderer'),
    base: './',
    plugins: [vue(), messages(), noteParts()],
    build: {
      ...common(outDir),
      target: 'chrome114',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      // Pages are chunks of their own (renderer/router.ts); their styles are not worth a file each.
      cssCodeSplit: false,
      rolldownOptions: {
        checks: { pluginTimings: false },
        output: { codeSplitting: { groups: LANGUAGES } }
      }
    }
  }
}

/** The locales, compiled to data while building, so that the window needs no `eval`. */
export function messages() {
  return vueI18n({
    include: [inProject('renderer/locales/**')],
    runtimeOnly: true,
    dropMessageCompiler: true,
    fullInstall: false
  })
}

function quiet() {
  return /** @type {const} */ ({ configFile: false, logLevel: 'warn', envDir: false, mode: 'production' })
}

/** @param {string} outDir */
function common(outDir) {
  return { outDir, emptyOutDir: true, sourcemap: true, reportCompressedSize: false, copyPublicDir: false }
}
