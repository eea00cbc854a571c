/** Milliseconds that one operation of plain noble takes on this machine, now. */

import { makeOpenings } from '../stand/openings'
import { fastestOf } from '../stopwatch'
import { plainCommit, plainDecode, plainOpens } from './plain-noble'

const SAMPLE = 400
const ROUNDS = 3

export async function plainPaceOfOpenings(): Promise<number> {
  const { each } = makeOpenings(SAMPLE)
  return paceOf(() => each.every(({ commitment, value, blinding }) => plainOpens(commitment, value, blinding)))
}

export async function plainPaceOfCommitments(): Promise<number> {
  const { each } = makeOpenings(SAMPLE)
  return paceOf(() => {
    for (const { value, blinding } of each) plainCommit(value, blinding)
  })
}

export async function plainPaceOfDecoding(): Promise<number> {
  const { each } = makeOpenings(SAMPLE)
  return paceOf(() => {
    for (const { commitment } of each) plainDecode(commitment)
  })
}

async function paceOf(work: () => unknown): Promise<number> {
  const [fastest = 0] = await fastestOf(ROUNDS, [work])
  return fastest / SAMPLE
}
