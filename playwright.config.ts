import { defineConfig } from '@playwright/test'

const ONE_TEST_MS = 60_000

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  globalSetup: './tests/e2e/support/start-everything.ts',
  outputDir: 'test-results/e2e',
  timeout: ONE_TEST_MS,
  expect: { timeout: 10_000 },
  // One Electron per worker: the files of a worker share it, so the tests of a file stay in order.
  workers: 2,
  fullyParallel: false,
  forbidOnly: true,
  reporter: [['list']],
  use: { trace: 'retain-on-failure' }
})
