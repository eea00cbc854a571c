import { describe, expect, it } from 'vitest'
import { followBoard } from '../../../app/rounds/follow-board'
import { encodeBoard, entriesAfter, nextBoardHash, signBoard } from '../../../app/rounds/messages/board'
import type { BoardPage } from '../../../app/rounds/round-transport'
import type { JoinedGroup } from '../../../app/rounds/round-store'
import type { RoundsContext } from '../../../app/rounds/rounds-context'
import { concatBytes } from '../../../crypto'
import { primitives } from '../../support/rounds/test-meter'
import { createCast } from '../../support/rounds/vector-cast'

const { gid, group, collectorSeed } = createCast('board pages')
const bytes = (fill: number): Uint8Array => new Uint8Array(32).fill(fill)
const ELSEWHERE = bytes(9)
const ENTRIES = [bytes(1), bytes(2), bytes(3)]

/** Pages of one entry each; every one begins where the one before ended, or where `starts` says. */
function pages(starts: Readonly<Record<number, Uint8Array>>): BoardPage[] {
  let hash: Uint8Array = gid
  const run = ENTRIES.map((digest, index) => {
    const start = starts[index] ?? hash
    hash = nextBoardHash(primitives, index + 1, start, digest)
    return { start, digests: digest }
  })
  const board = { gid, count: ENTRIES.length, hash, seen: new Uint8Array(32) }
  const wire = encodeBoard(signBoard(primitives, board, collectorSeed))
  return run.map((page) => ({ ...page, wire }))
}

/** @returns what a home that has seen no board yet remembers of these pages. */
async function remembered(shown: readonly BoardPage[], groups: readonly unknown[] = []): Promise<unknown> {
  const kept: unknown[] = []
  const context = {
    primitives,
    store: {
      groups: () => groups,
      boardHead: () => null,
      extendBoard: (_: Uint8Array, { hash }: { hash: Uint8Array }, entries: unknown) => kept.push(hash, entries)
    },
    transportOf: () => ({ board: (from: number) => Promise.resolve(shown[from]) })
  } as unknown as RoundsContext
  await followBoard(context, { gid, group, operator: 'collector' } as JoinedGroup)
  return kept
}

describe('R44: a board that comes in several pages', () => {
  it('is remembered as one, from the group on', async () => {
    const entries = entriesAfter(primitives, 0, gid, concatBytes(...ENTRIES))
    expect(await remembered(pages({}))).toEqual([entries.at(-1)!.hash, entries])
  })

  it('is not looked at while the person is to decide about the one before', async () => {
    expect(await remembered(pages({}), [{ gid, paused: 'board' }])).toEqual([])
    expect(await remembered(pages({}), [{ gid: ELSEWHERE, paused: 'board' }])).toHaveLength(2)
  })

  it.each([
    ['begins elsewhere than at the group', { 0: ELSEWHERE }],
    ['goes on elsewhere than the page before ended', { 1: ELSEWHERE }],
    ['ends with a page of another board', { 2: ELSEWHERE }]
  ])('is not taken where it %s, though its head fits the last page', async (_, starts) => {
    await expect(remembered(pages(starts))).rejects.toMatchObject({ failure: 'malformed' })
  })
})
