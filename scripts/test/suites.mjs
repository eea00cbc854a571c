/** Runs vitest and Playwright and counts what they say. */

import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { TOOLS, inProject, runNode } from '../project.mjs'

/**
 * @typedef {object} Count
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 */

const RESULTS = inProject('test-results/counts')
const SUITE_MS = 2_400_000

/** @returns {Promise<Count>} */
export async function runVitest() {
  const file = freshResult('vitest.json')
  const { code } = await runNode(
    TOOLS.vitest,
    ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
    { show: 'all', timeoutMs: SUITE_MS }
  )
  return orFailed(file, code, (report) => ({
    passed: report.numPassedTests,
    // A file that does not load holds no failed test, and would count nowhere.
    failed: report.numFailedTests + report.testResults.filter(isFailedFile).length,
    skipped: report.numPendingTests + report.numTodoTests
  }))
}

/** @returns {Promise<Count>} */
export async function runPlaywright() {
  const file = freshResult('playwright.json')
  const { code } = await runNode(TOOLS.playwright, ['test', '--reporter=list,json'], {
    show: 'all',
    timeoutMs: SUITE_MS,
    env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: file }
  })
  return orFailed(file, code, ({ stats, errors }) => ({
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + (errors?.length ?? 0),
    skipped: stats.skipped
  }))
}

/** @param {string} name */
function freshResult(name) {
  const file = path.join(RESULTS, name)
  mkdirSync(RESULTS, { recursive: true })
  rmSync(file, { force: true })
  return file
}

/**
 * @param {string} file
 * @param {number} code exit code; a bad one with no failed test is itself a failure
 * @param {(report: any) => Count} read
 * @returns {Count}
 */
function orFailed(file, code, read) {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 }
  const count = read(JSON.parse(readFileSync(file, 'utf8')))
  return code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count
}

/** @param {{ status: string, assertionResults: unknown[] }} file */
function isFailedFile(file) {
  return file.status === 'failed' && file.assertionResults.length === 0
}
