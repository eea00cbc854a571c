/** Modules that the build makes (scripts/build/). */

declare module 'virtual:wasm/commitment-kernel' {
  /** The WebAssembly module compiled from crypto/kernel/. */
  export const kernelBytes: () => Uint8Array
}
