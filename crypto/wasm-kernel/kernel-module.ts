/** The module of crypto/kernel/ as JavaScript sees it. */

/** What the instance of the module offers (crypto/kernel/kernel.ts); places and sizes are in bytes. */
export type KernelModule = {
  readonly memory: { readonly buffer: ArrayBuffer }
  readonly allocate: (bytes: number) => number
  readonly release: (place: number) => void
  readonly prepare: (bases: number, bits: number) => void
  readonly commitAll: (count: number, values: number, blindings: number, commitments: number) => void
  readonly openingsFit: (count: number, values: number, blindings: number, commitments: number, fits: number) => void
  readonly decodeAll: (count: number, encodings: number, points: number) => number
  readonly readyBytes: () => number
  readonly sumGroups: (count: number, points: number, groups: number, groupCount: number, sums: number) => void
  readonly weightedSum: (
    count: number,
    points: number,
    numbers: number,
    negative: number,
    windows: number,
    bits: number,
    encoded: number
  ) => void
}

/** A view of the module's memory, good until the next call: growing moves it. */
export function bytesAt({ memory }: KernelModule, place: number, length: number): Uint8Array {
  return new Uint8Array(memory.buffer, place, length)
}
