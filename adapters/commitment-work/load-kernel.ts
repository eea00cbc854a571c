/** The fastest kernel that this machine can be trusted with. */

import { kernelBytes } from 'virtual:wasm/commitment-kernel'
import {
  type CommitmentKernel,
  type KernelModule,
  agreesWithNoble,
  createNobleKernel,
  createWasmKernel
} from '../../crypto'

/** Node's types leave out what every Node has; it is missing where a policy forbids compiling. */
type WebAssemblyGlobal = {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object) => { readonly exports: unknown }
}

/**
 * The kernel in WebAssembly where it loads and passes its self-test, else plain noble: a warning goes to the process's
 * warnings, and the kernel's name into every report.
 * @param bytes the module; another one in tests.
 */
export function loadKernel(bytes: Uint8Array = kernelBytes()): CommitmentKernel {
  const wasm = instantiate(bytes)
  if (wasm && agreesWithNoble(wasm)) return wasm
  process.emitWarning(`The fast arithmetic ${wasm ? 'failed its self-test' : 'does not load'}; the slow one is used.`)
  return createNobleKernel()
}

function instantiate(bytes: Uint8Array): CommitmentKernel | null {
  const { WebAssembly } = globalThis as { WebAssembly?: WebAssemblyGlobal }
  if (!WebAssembly) return null
  try {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes))
    return createWasmKernel(exports as KernelModule)
  } catch {
    return null
  }
}
