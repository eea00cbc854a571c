import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'
import { messages } from './scripts/build/vite-targets.mjs'
import { wasmKernel } from './scripts/build/wasm-kernel.mjs'

/** Enough for arithmetic on a machine that is busy with something else. */
const TEST_MS = 30_000

/** One for all projects: it compiles once. */
const kernel = wasmKernel()

/** Replaces a built-in module, which another file of the same worker may have loaded already. */
const ALONE = 'tests/hostile/storage/power-cut.test.ts'

/**
 * The files of a worker share their modules: none keeps state in one, and loading them anew for each file took as long
 * as a third of the tests.
 */
const SHARED = { isolate: false }

const nodeProject = (name: string, include: string[], exclude: string[] = []) => ({
  plugins: [kernel],
  test: { name, include, exclude, environment: 'node' as const, testTimeout: TEST_MS, ...SHARED }
})

export default defineConfig({
  test: {
    pool: 'threads',
    // One more than the cores of a small machine: some tests only wait, for other processes or for a time to pass.
    maxWorkers: 3,
    projects: [
      nodeProject('unit', ['tests/unit/**/*.test.ts', 'tests/vectors/**/*.test.ts']),
      nodeProject('property', ['tests/property/**/*.test.ts']),
      nodeProject('hostile', ['tests/hostile/**/*.test.ts'], [ALONE]),
      { plugins: [kernel], test: { name: 'alone', include: [ALONE], environment: 'node', testTimeout: TEST_MS } },
      nodeProject('acceptance', ['tests/acceptance/**/*.test.ts']),
      nodeProject('architecture', ['tests/architecture/**/*.test.ts']),
      {
        plugins: [vue(), messages(), kernel],
        test: {
          name: 'component',
          include: ['tests/component/**/*.test.ts'],
          environment: 'happy-dom',
          testTimeout: TEST_MS,
          ...SHARED
        }
      }
    ]
  }
})
