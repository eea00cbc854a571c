/** `wattveil verify`: the verdict on a bill, read-only and without a network. */

import { statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { createWorkerPool } from '../../adapters/commitment-work/worker-pool'
import { createPlatformPrimitives } from '../../adapters/platform-crypto/platform-primitives'
import { systemClock } from '../../adapters/system/system-clock'
import { systemRandom } from '../../adapters/system/system-random'
import { MAX_EVIDENCE_BYTES, looksLikeEvidence } from '../../app/bills/documents/evidence-document'
import { sourcesFromParts } from '../../app/bills/records/record-sources'
import { type BillVerification, verifyAndReport } from '../../app/bills/take-bill'
import type { VerifyHooks } from '../../app/bills/verify-bill'
import { readBounded } from '../read-bounded'
import { sortParts } from '../bills/sort-parts'
import { EXIT, verdictText } from '../bills/verdict-text'
import { type Arguments, type Command, UsageError, optionalText } from '../command'
import { openCliHousehold } from '../open-cli-household'

export const verifyCommand: Command = {
  name: 'verify',
  usage: 'verify BILL [--household DIR] | verify BILL [FILE...] --without-readings [--household DIR]',
  summary: 'Checks a bill against the readings, the tariff and the contract of a household; changes nothing.',
  options: { household: { type: 'string' }, 'without-readings': { type: 'boolean' } },
  help: [
    ['--household DIR', "folder with household.db; the bill's own folder when absent"],
    ['--without-readings', 'from the signed records alone, seeing no reading: BILL is an evidence file, or contract,'],
    ['', 'tariff, records and RESPONSE follow as further files, or a household is there']
  ],
  exitCodes: [
    [0, 'correct, with or without remarks'],
    [1, 'wrong or not genuine'],
    [2, 'cannot be checked'],
    [3, 'the command line is wrong']
  ],
  async run(args, output) {
    const plan = planOf(args)
    const begun = performance.now()
    const { verification, report } = await plan({
      onCheck: (check, _, done, total) => {
        output.progress(`${check} ${Math.floor((100 * done) / total)} %`)
      }
    })
    const { verdict, hash, findings } = verification
    const result = {
      verdict,
      billHash: hash,
      assurance: report?.assurance ?? null,
      intervals: report?.intervals ?? 0,
      totalCents: report?.summary.total ?? null,
      differenceCents: report?.summary.difference ?? null,
      findings: findings.map(({ check, code, where, expected, found }) => ({ check, code, where, expected, found })),
      ...(report?.proof ? { proof: report.proof } : {}),
      durationMs: Math.round(performance.now() - begun)
    }
    output.result(result, () => verdictText(verdict, report, result))
    return EXIT[verdict]
  }
}

/** What will be done; the command line is judged whole before any file is read. @throws UsageError. */
function planOf(args: Arguments): (hooks: VerifyHooks) => Promise<BillVerification> {
  const [file, ...more] = args.positionals
  const household = optionalText(args, 'household')
  const sealed = args.values['without-readings'] === true
  if (file === undefined || (!sealed && more.length > 0)) throw new UsageError('verify takes one bill')
  if (sealed && more.length > 0 && household !== undefined) {
    throw new UsageError('verify takes files or --household, not both')
  }
  if (!sealed) return (hooks) => withHousehold(file, household ?? path.dirname(file), false, hooks)
  const folder = household ?? (more.length === 0 && hasHousehold(path.dirname(file)) ? path.dirname(file) : null)
  return folder === null
    ? (hooks) => withFiles([file, ...more], hooks)
    : (hooks) => withHousehold(file, folder, true, hooks)
}

async function withHousehold(
  file: string,
  folder: string,
  sealed: boolean,
  hooks: VerifyHooks
): Promise<BillVerification> {
  const bytes = await readBounded(file, MAX_EVIDENCE_BYTES)
  // An evidence file holds all that is needed, whatever lies beside it.
  if (sealed && looksLikeEvidence(bytes)) return withFiles([file], hooks)
  const household = openCliHousehold({ folder, create: false })
  try {
    const { bills } = household.app
    return await (sealed ? bills.verifyWithoutReadings(bytes, hooks) : bills.verify(bytes, hooks))
  } finally {
    await household.close()
  }
}

async function withFiles(names: readonly string[], hooks: VerifyHooks): Promise<BillVerification> {
  const primitives = createPlatformPrimitives()
  const files = await Promise.all(
    names.map(async (name) => ({ name: path.basename(name), bytes: await readBounded(name, MAX_EVIDENCE_BYTES) }))
  )
  const parts = sortParts(primitives, files)
  const work = createWorkerPool({
    size: Math.min(4, availableParallelism()),
    workerFile: path.join(__dirname, 'commitment-worker.cjs'),
    random: systemRandom
  })
  try {
    const sources = { ...(await sourcesFromParts(primitives, work, parts)), clock: systemClock }
    return await verifyAndReport(sources, parts.bill, hooks)
  } finally {
    await work.close()
  }
}

function hasHousehold(folder: string): boolean {
  return statSync(path.join(folder, 'household.db'), { throwIfNoEntry: false }) !== undefined
}
