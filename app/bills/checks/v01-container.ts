/** V1: size, strict JSON, known fields, whole numbers as decimal text in range. */

import { FormatError, type Primitives } from '../../../crypto'
import type { Finding } from '../../contract'
import { type Bill, decodeBill } from '../documents/bill-document'
import { type SignedFile, decodeSignedFile, readBody } from '../documents/signed-file'
import { type SegmentStatements, decodeSegments } from '../documents/statements'
import { finding } from './check'
import { versionFinding } from './v02-version'

export type OpenedBill = {
  readonly file: SignedFile
  readonly bill: Bill
  readonly segments: readonly SegmentStatements[]
}

export type OpenResult =
  { readonly ok: true; readonly opened: OpenedBill } | { readonly ok: false; readonly finding: Finding }

const SIZE_CODES: ReadonlySet<string> = new Set(['too-large', 'too-deep', 'too-many-values'])

/** A damaged file is never "not genuine": whoever damaged it, it was not shown to be the supplier. */
export function openBill(primitives: Primitives, bytes: Uint8Array): OpenResult {
  try {
    const file = decodeSignedFile(primitives, bytes)
    if (file.kind !== 'bill') {
      const kind = file.kind
      return {
        ok: false,
        finding: finding('V1', 'not-a-bill', 'cannot-be-checked', {
          where: 'file.format',
          found: kind,
          params: { kind }
        })
      }
    }
    const bill = decodeBill(readBody(file), file.version)
    return { ok: true, opened: { file, bill, segments: decodeSegments(bill) } }
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    return { ok: false, finding: findingOf(error) }
  }
}

function findingOf(error: FormatError): Finding {
  const { code, where } = error
  const details = { where, found: code, params: { place: where, reason: code } }
  return (
    versionFinding(error) ?? finding('V1', SIZE_CODES.has(code) ? 'too-large' : 'damaged', 'cannot-be-checked', details)
  )
}
