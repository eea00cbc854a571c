/** What a home holds against somebody who cheated: listed, and each piece written as a file that anybody can check. */

import path from 'node:path'
import { makeFolder } from '../../adapters/system/make-folder'
import type { EvidenceView } from '../../app/contract'
import { toIsoInstant, toUtcSeconds } from '../../app/domain/interval'
import type { EvidenceKind } from '../../app/rounds/evidence/evidence'
import { type Arguments, type Output, atMost, optionalText } from '../command'
import { EVIDENCE_SAYS } from './evidence-says'
import { withHome } from './with-home'

const HOW_TO_CHECK = 'Whoever has such a file checks it with: wattveil evidence FILE'
/** Hex digits of a file's hash: two pieces of one day have names of their own. */
const NAME_DIGITS = 8

export async function evidenceOfHome(args: Arguments, output: Output): Promise<number> {
  atMost(args, 1)
  const folder = optionalText(args, 'out')
  return withHome(args, false, async ({ app, files }) => {
    const pieces = await app.procedures['rounds.evidence']({})
    if (folder !== undefined && pieces.length > 0) makeFolder(folder)
    const written: string[] = []
    for (const piece of folder === undefined ? [] : pieces) {
      const file = path.join(folder ?? '', nameOf(piece))
      await app.procedures['rounds.save-evidence']({ id: piece.id, file: files.grant(file) })
      written.push(file)
    }
    output.result({ evidence: pieces, files: written }, () => linesOf(pieces, written))
    return 0
  })
}

function linesOf(pieces: readonly EvidenceView[], written: readonly string[]): string[] {
  if (pieces.length === 0) return ['Nobody is known to have cheated.']
  const lines = pieces.map((piece, index) => {
    const file = written[index]
    return `${dayOf(piece)}, ${piece.group}: ${accusedOf(piece)}. ${wordsOf(piece)}${file === undefined ? '' : ` ${file}`}`
  })
  return [...lines, written.length > 0 ? HOW_TO_CHECK : 'With --out DIR each is written as a file that proves it.']
}

function accusedOf({ members, operator }: EvidenceView): string {
  if (members.length === 0) return `${operator}, who runs the collector`
  return members.map(({ id, isMe }) => (isMe ? 'this home' : `the home with key ${id}`)).join(' and ')
}

function wordsOf({ kind }: EvidenceView): string {
  return EVIDENCE_SAYS[kind as EvidenceKind]
}

function nameOf(piece: EvidenceView): string {
  return `cheated-${dayOf(piece)}-${piece.id.slice(0, NAME_DIGITS)}.wattveil`
}

function dayOf({ about }: EvidenceView): string {
  return toIsoInstant(toUtcSeconds(about)).slice(0, 10)
}
