/** What the window asks about evidence and about who told what; files come and go as tokens. */

import { type Primitives, FormatError, concatBytes, toHex } from '../../crypto'
import { AppError } from '../app-error'
import type { CoreProcedures, EvidenceView } from '../contract'
import type { CommitmentWork, Documents } from '../ports'
import { spanOf } from './epoch'
import { MAX_EVIDENCE_BYTES } from './evidence/evidence'
import { type Accused, accusedIn, verifyEvidence } from './evidence/verify-evidence'
import { currentGroup } from './current-group'
import { compareHistory } from './history-code'
import type { RoundEvidence, RoundStore } from './round-store'
import { suspectsAmong } from './suspects'

type BlameDeps = {
  readonly store: RoundStore
  readonly primitives: Primitives
  readonly work: Pick<CommitmentWork, 'badSums'>
  readonly documents: Documents
}

export type BlameProcedures = Pick<
  CoreProcedures,
  'rounds.evidence' | 'rounds.save-evidence' | 'rounds.check-evidence' | 'rounds.suspects' | 'rounds.compare-history'
>

const LISTED = 500

export function blameProcedures(deps: BlameDeps): BlameProcedures {
  const { store, primitives, documents } = deps
  const kept = (): RoundEvidence[] => store.groups().flatMap(({ gid }) => store.evidence(gid))
  const idOf = ({ bytes }: RoundEvidence): string => toHex(primitives.sha256(bytes))
  return {
    'rounds.evidence': async () => listed(store, idOf),
    'rounds.save-evidence': async ({ id, file }) => {
      const piece = kept().find((one) => idOf(one) === id)
      if (!piece) throw new AppError('evidence-unknown')
      await documents.replace(file, [piece.bytes])
      return {}
    },
    'rounds.check-evidence': async ({ file }) => {
      const { name, bytes } = await readWhole(documents, file)
      const { kind, proven, group, gid, epoch, accused } = await orMalformed(name, () => verifyEvidence(deps, bytes))
      const about = epoch === null ? null : spanOf(group, epoch).start
      return { kind, proven, ...partyOf(accused), group: group.name, gid, about }
    },
    'rounds.suspects': async () => suspectsAmong(kept()),
    'rounds.compare-history': async ({ member, epoch, digits }) => {
      const joined = currentGroup(store)
      if (!joined) throw new AppError('not-in-a-group')
      return compareHistory(deps, joined, epoch, member, digits)
    }
  }
}

function listed(store: RoundStore, idOf: (piece: RoundEvidence) => string): EvidenceView[] {
  const confirmed = store.confirmedMembers()
  const views = store.groups().flatMap((joined) =>
    store.evidence(joined.gid).map((piece) => {
      const { party, members } = partyOf(accusedIn(piece))
      return {
        ...{ id: idOf(piece), kind: piece.kind, party, foundAt: piece.at },
        ...{ group: joined.group.name, operator: joined.operator },
        about: spanOf(joined.group, piece.utcDay).start,
        members: members.map((id) => ({
          ...{ id, shortKey: id.slice(0, 8), isMe: id === toHex(joined.memberId) },
          verifiedByMe: confirmed.has(id)
        }))
      }
    })
  )
  return views.sort((a, b) => b.foundAt - a.foundAt).slice(0, LISTED)
}

function partyOf(accused: Accused): Pick<EvidenceView, 'party'> & { members: string[] } {
  if (accused.party === 'collector') return { party: 'collector', members: [] }
  return { party: accused.ids.length === 2 ? 'pair' : 'member', members: [...accused.ids] }
}

/** @throws AppError evidence-malformed for what is too large to be one. */
async function readWhole(documents: Documents, token: string): Promise<{ name: string; bytes: Uint8Array }> {
  const { name, bytes, chunks } = await documents.open(token)
  if (bytes > MAX_EVIDENCE_BYTES) throw new AppError('evidence-malformed', { file: name, where: 'file' })
  const read: Uint8Array[] = []
  for await (const chunk of chunks) read.push(chunk)
  return { name, bytes: concatBytes(...read) }
}

async function orMalformed<Value>(file: string, check: () => Promise<Value>): Promise<Value> {
  try {
    return await check()
  } catch (error) {
    if (error instanceof FormatError) throw new AppError('evidence-malformed', { file, where: error.where })
    throw error
  }
}
