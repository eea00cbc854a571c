import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'
import { messages } from './scripts/build/vite-targets.mjs'

const nodeProject = (name: string, include: string[]) => ({
  test: { name, include, environment: 'node' as const }
})

export default defineConfig({
  test: {
    pool: 'threads',
    maxWorkers: 2,
    projects: [
      nodeProject('unit', ['tests/unit/**/*.test.ts', 'tests/vectors/**/*.test.ts']),
      nodeProject('property', ['tests/property/**/*.test.ts']),
      nodeProject('hostile', ['tests/hostile/**/*.test.ts']),
      nodeProject('architecture', ['tests/architecture/**/*.test.ts']),
      {
        plugins: [vue(), messages()],
        test: {
          name: 'component',
          include: ['tests/component/**/*.test.ts'],
          environment: 'happy-dom'
        }
      }
    ]
  }
})
