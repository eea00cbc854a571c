import { kernelBytes } from 'virtual:wasm/commitment-kernel'
import { expect, it, vi } from 'vitest'
import { createInProcessWork } from '../../../adapters/commitment-work/in-process-work'
import { loadKernel } from '../../../adapters/commitment-work/load-kernel'
import { verifyAndReport } from '../../../app/bills/take-bill'
import { encodeSignedFile } from '../../../app/bills/documents/signed-file'
import { toUtcSeconds } from '../../../app/domain/interval'
import { verdictText } from '../../../cli/bills/verdict-text'
import { billCase } from '../../support/bills/bill-case'
import { seededRandom } from '../../support/seeded-random'

/** The low limbs of the curve's d, as they lie in the module. */
const D = Buffer.from(Int32Array.of(56195235, 13857412).buffer)

it('a kernel that fails its self-test judges nothing, and the report of a bill says who did', async () => {
  const warned = vi.spyOn(process, 'emitWarning').mockReturnValue()
  const bytes = Buffer.from(kernelBytes())
  const at = bytes.indexOf(D)
  bytes[at] = (bytes[at] ?? 0) ^ 1
  const work = createInProcessWork(loadKernel(bytes), seededRandom('slow'))
  expect(warned).toHaveBeenCalledExactlyOnceWith('The fast arithmetic failed its self-test; the slow one is used.')
  const made = billCase({ first: '2026-03-01', last: '2026-03-29', work })
  const clock = { now: () => toUtcSeconds(1_800_000_000) }
  const { verification, report } = await verifyAndReport(
    { ...made.sources, clock },
    encodeSignedFile(made.sign(made.bill))
  )
  expect([verification.verdict, report?.kernel]).toEqual(['correct', 'noble'])
  const told = { differenceCents: null, findings: [], durationMs: 1 }
  expect(verdictText('correct', report, told).join('\n')).toContain(
    'The fast arithmetic does not work on this computer'
  )
})
