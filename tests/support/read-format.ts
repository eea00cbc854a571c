/** Everything that a format reader says of a file, summed up as the import sums it up. */

import type { Remark } from '../../app/contract'
import { toTimeZone } from '../../app/domain/calendar'
import { beginningOf } from '../../app/readings/formats/file-beginning'
import type { FormatReader } from '../../app/readings/formats/format-reader'
import type { ProfileRow } from '../../app/readings/formats/load-profile-file'

export type ReadFormat = {
  readonly rows: ReadonlyMap<string, readonly ProfileRow[]>
  readonly registers: number
  readonly remarks: readonly Remark[]
}

/** @param size bytes of one piece; files come in pieces of any length. */
export async function readFormat(reader: FormatReader, bytes: Uint8Array, size = 65_536): Promise<ReadFormat> {
  const rows = new Map<string, ProfileRow[]>()
  const remarks: Remark[] = []
  let registers = 0
  const { head, all } = await beginningOf(inPieces(bytes, size))
  for await (const part of reader.read(all, { head, timeZone: toTimeZone('Europe/Berlin'), meterId: 'home' })) {
    if (part.kind === 'rows') rows.set(part.meterId, [...(rows.get(part.meterId) ?? []), ...part.rows])
    else if (part.kind === 'registers') registers += part.states.length
    else if (part.kind === 'remark') remarks.push(part.remark)
  }
  return { rows, registers, remarks }
}

export async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array, void> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
}

/** Sums in microwatt-hours, the finest that is stored. */
export function sumsOf(rows: readonly ProfileRow[]): { readonly drawn: bigint | null; readonly fedIn: bigint | null } {
  const sum = (part: 'drawn' | 'fedIn'): bigint | null => {
    const amounts = rows.map((row) => row[part]).filter((amount) => amount !== null)
    if (amounts.length === 0) return null
    return amounts.reduce((total, { amount, exponent }) => total + amount * 10n ** BigInt(6 - exponent), 0n)
  }
  return { drawn: sum('drawn'), fedIn: sum('fedIn') }
}
