import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'
import { messages } from './scripts/build/vite-targets.mjs'
import { wasmKernel } from './scripts/build/wasm-kernel.mjs'

/** Enough for arithmetic on a machine that is busy with something else. */
const TEST_MS = 30_000

/** One for all projects: it compiles once. */
const kernel = wasmKernel()

const nodeProject = (name: string, include: string[]) => ({
  plugins: [kernel],
  test: { name, include, environment: 'node' as const, testTimeout: TEST_MS }
})

export default defineConfig({
  test: {
    pool: 'threads',
    // One more than the cores of a small machine: some tests only wait, for other processes or for a time to pass.
    maxWorkers: 3,
    projects: [
      nodeProject('unit', ['tests/unit/**/*.test.ts', 'tests/vectors/**/*.test.ts']),
      nodeProject('property', ['tests/property/**/*.test.ts']),
      nodeProject('hostile', ['tests/hostile/**/*.test.ts']),
      nodeProject('acceptance', ['tests/acceptance/**/*.test.ts']),
      nodeProject('architecture', ['tests/architecture/**/*.test.ts']),
      {
        plugins: [vue(), messages(), kernel],
        test: {
          name: 'component',
          include: ['tests/component/**/*.test.ts'],
          environment: 'happy-dom',
          testTimeout: TEST_MS
        }
      }
    ]
  }
})
