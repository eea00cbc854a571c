/** `wattveil evidence`: checks a file that says who cheated in a round; needs no household, asks nobody. */

import path from 'node:path'
import { createInProcessWork } from '../../adapters/commitment-work/in-process-work'
import { loadKernel } from '../../adapters/commitment-work/load-kernel'
import { createPlatformPrimitives } from '../../adapters/platform-crypto/platform-primitives'
import { systemRandom } from '../../adapters/system/system-random'
import { AppError } from '../../app/app-error'
import { looksLikeEvidence } from '../../app/bills/documents/evidence-document'
import { toIsoInstant } from '../../app/domain/interval'
import { spanOf } from '../../app/rounds/epoch'
import { MAX_EVIDENCE_BYTES } from '../../app/rounds/evidence/evidence'
import { type EvidenceTools, type EvidenceVerdict, verifyEvidence } from '../../app/rounds/evidence/verify-evidence'
import { FAST_KERNEL, FormatError, toHex } from '../../crypto'
import { type Command, UsageError } from '../command'
import { SLOW } from '../bills/verdict-text'
import { EVIDENCE_SAYS } from '../group/evidence-says'
import { readBounded } from '../read-bounded'

export const evidenceCommand: Command = {
  name: 'evidence',
  usage: 'evidence FILE',
  summary: 'Checks a file that says who cheated in a round. Everything it needs is in the file.',
  options: {},
  help: [],
  exitCodes: [
    [0, 'the file proves what it says'],
    [1, 'the file proves nothing'],
    [2, 'this is no such file, or it cannot be read'],
    [3, 'the command line is wrong']
  ],
  async run(args, output) {
    const [file, ...more] = args.positionals
    if (file === undefined || more.length > 0) throw new UsageError('evidence takes one file')
    const kernel = loadKernel()
    const tools = {
      primitives: createPlatformPrimitives(),
      work: createInProcessWork(kernel, systemRandom)
    }
    const bytes = await readBounded(file, MAX_EVIDENCE_BYTES)
    const verdict = await check(tools, path.basename(file), bytes)
    const { kind, proven, gid, accused, group } = verdict
    const about = verdict.epoch === null ? null : toIsoInstant(spanOf(group, verdict.epoch).start)
    const result = {
      ...{ proven, kind, group: group.name, gid, collectorKey: toHex(group.collectorKey), about },
      accused: accused.party === 'collector' ? 'collector' : accused.ids
    }
    output.result(result, () => [...textOf(verdict, about), ...(kernel.name === FAST_KERNEL ? [] : [SLOW])])
    return proven ? 0 : 1
  }
}

async function check(tools: EvidenceTools, file: string, bytes: Uint8Array): Promise<EvidenceVerdict> {
  try {
    return await verifyEvidence(tools, bytes)
  } catch (error) {
    if (looksLikeEvidence(bytes)) throw new AppError('evidence-of-bill')
    if (error instanceof FormatError) throw new AppError('evidence-malformed', { file, where: error.where })
    throw error
  }
}

function textOf({ kind, proven, gid, accused, group }: EvidenceVerdict, about: string | null): string[] {
  const who = accused.party === 'collector' ? 'The collector' : accused.ids.join(' and ')
  return [
    proven ? `Proven against: ${who}` : `Not proven against: ${who}`,
    ...(proven ? [EVIDENCE_SAYS[kind]] : ['The statements in this file do not show what it claims.']),
    `Group ${group.name} (${gid})${about === null ? '' : `, ${about}`}.`,
    `The collector's key is ${toHex(group.collectorKey)}: compare it with your invitation.`
  ]
}
