import { kernelBytes } from 'virtual:wasm/commitment-kernel'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { loadKernel } from '../../../adapters/commitment-work/load-kernel'
import { type CommitmentKernel, agreesWithNoble, commit, createNobleKernel, toScalar } from '../../../crypto'
import { kernelsUnderTest } from '../../support/kernels-under-test'

const KILOBYTES = 40

beforeEach(() => {
  vi.spyOn(process, 'emitWarning').mockReturnValue()
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

describe('loading the kernel', () => {
  it('takes the one in WebAssembly, and says nothing', () => {
    expect(loadKernel().name).toBe('wasm')
    expect(process.emitWarning).not.toHaveBeenCalled()
  })

  it('keeps it small', () => {
    expect(kernelBytes().length).toBeLessThan(KILOBYTES * 1024)
  })

  it.each<[string, Uint8Array]>([
    ['no module', new Uint8Array(64)],
    ['half a module', kernelBytes().subarray(0, 5000)],
    ['a module without its functions', Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)]
  ])('takes plain noble for %s, and says so', (_, bytes) => {
    expect(usable(loadKernel(bytes))).toBe('noble')
    expect(process.emitWarning).toHaveBeenCalledOnce()
  })

  it.each<[string, readonly number[]]>([
    ['d', [56195235, 13857412]],
    ['2d', [45281625, 27714825]],
    ['the root of -1', [34513072, 25610706]],
    ['1/√(a - d)', [6111466, 4156064]]
  ])('takes plain noble where the module computes with a false %s', (_, limbs) => {
    const bytes = Buffer.from(kernelBytes())
    const at = bytes.indexOf(Buffer.from(Int32Array.from(limbs).buffer))
    expect(at).toBeGreaterThan(0)
    bytes[at] = (bytes[at] ?? 0) ^ 1
    expect(usable(loadKernel(bytes))).toBe('noble')
    expect(process.emitWarning).toHaveBeenCalledOnce()
  })

  it('takes plain noble where there is no WebAssembly, and says so', () => {
    vi.stubGlobal('WebAssembly', undefined)
    expect(usable(loadKernel())).toBe('noble')
    expect(process.emitWarning).toHaveBeenCalledOnce()
  })
})

describe('the self-test', () => {
  it.each(kernelsUnderTest)('passes %s', (_, kernel) => {
    expect(agreesWithNoble(kernel)).toBe(true)
  })

  const noble = createNobleKernel()
  it.each<[string, Partial<CommitmentKernel>]>([
    ['commits wrongly', { commitAll: (values) => new Uint8Array(32 * values.length) }],
    ['lets everything fit', { openingsFitVartime: ({ values }) => new Uint8Array(values.length).fill(1) }],
    ['lets nothing fit', { openingsFitVartime: ({ values }) => new Uint8Array(values.length) }],
    ['forgets weights', { weightedSumVartime: (commitments) => noble.sumVartime(commitments) }],
    ['skips what is no point', { sumVartime: (commitments) => noble.sumVartime(commitments.subarray(0, 192)) }],
    [
      'throws',
      {
        sumVartime: () => {
          throw new Error('trap')
        }
      }
    ]
  ])('fails a kernel that %s', (_, change) => {
    expect(agreesWithNoble({ ...noble, ...change })).toBe(false)
  })
})

/** @returns its name, when it commits rightly */
function usable(kernel: CommitmentKernel): string {
  const blinding = toScalar(77n)
  expect(Buffer.compare(kernel.commitAll([5n], [blinding]), commit(5n, blinding))).toBe(0)
  return kernel.name
}
