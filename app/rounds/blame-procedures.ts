/** What the window asks about evidence and about who told what; files come and go as tokens. */

import { type Primitives, FormatError, concatBytes, toHex } from '../../crypto'
import { AppError } from '../app-error'
import type { CoreProcedures, EvidenceView } from '../contract'
import type { CommitmentWork, Documents } from '../ports'
import { spanOf } from './epoch'
import { MAX_EVIDENCE_BYTES, decodeEvidence } from './evidence/evidence'
import { type Accused, accusedOf, verifyEvidence } from './evidence/verify-evidence'
import { compareHistory } from './history-code'
import type { JoinedGroup, RoundEvidence, RoundStore } from './round-store'
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
      const bytes = await readWhole(documents, file)
      const { kind, proven, group, gid, epoch, accused } = await orMalformed(() => verifyEvidence(deps, bytes))
      const about = epoch === null ? null : spanOf(group, epoch).start
      return { kind, proven, ...partyOf(accused), group: group.name, gid, about }
    },
    'rounds.suspects': async () => suspectsAmong(kept()),
    'rounds.compare-history': async ({ member, utcDay, digits }) => {
      const joined = currentGroup(store)
      if (!joined) throw new AppError('not-in-a-group')
      return compareHistory(deps, joined, utcDay, member, digits)
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

function accusedIn({ kind, bytes }: RoundEvidence): Accused {
  if (kind === 'false-sum' || kind === 'two-rosters' || kind === 'two-boards') return { party: 'collector' }
  const { claim, group } = decodeEvidence(bytes)
  return accusedOf(claim, group)
}

function partyOf(accused: Accused): Pick<EvidenceView, 'party'> & { members: string[] } {
  if (accused.party === 'collector') return { party: 'collector', members: [] }
  return { party: accused.ids.length === 2 ? 'pair' : 'member', members: [...accused.ids] }
}

function currentGroup(store: RoundStore): JoinedGroup | null {
  return store.groups().find(({ departure }) => !departure) ?? null
}

/** @throws AppError evidence-malformed for what is too large to be one. */
async function readWhole(documents: Documents, token: string): Promise<Uint8Array> {
  const document = await documents.open(token)
  if (document.bytes > MAX_EVIDENCE_BYTES) throw new AppError('evidence-malformed', { where: 'file' })
  const chunks: Uint8Array[] = []
  for await (const chunk of document.chunks) chunks.push(chunk)
  return concatBytes(...chunks)
}

async function orMalformed<Value>(check: () => Promise<Value>): Promise<Value> {
  try {
    return await check()
  } catch (error) {
    if (error instanceof FormatError) throw new AppError('evidence-malformed', { where: error.where })
    throw error
  }
}
