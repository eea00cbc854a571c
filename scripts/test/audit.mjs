/** Asks the registry for known weaknesses of the packages in the lock file. */

import { npmCli, run, say } from '../project.mjs'

const AUDIT_MS = 30_000

/**
 * Those that vite bundles are devDependencies, so all are asked for. A registry that does not answer this question is said,
 * and is no failure: the tests must run in closed networks too.
 * @param {{ cwd?: string, settings?: string[] }} [place] of the lock file; settings of npm other than the account's
 * @returns {Promise<import('../project.mjs').Outcome & { answered: boolean }>} a code other than 0: there are weaknesses
 */
export async function auditPackages({ cwd, settings = [] } = {}) {
  const { code, output } = await run(
    process.execPath,
    [npmCli(), 'audit', '--package-lock-only', '--audit-level=high', '--json', ...settings],
    { timeoutMs: AUDIT_MS, ...(cwd === undefined ? {} : { cwd }) }
  )
  const answered = /"auditReportVersion"/u.test(output)
  if (!answered) say('not asked  weaknesses of packages: the registry does not answer this question')
  return { code: answered ? code : 0, output, answered }
}
