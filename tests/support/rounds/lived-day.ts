/** A day lived from the meters to the check of its sum, among households that cheat or with a collector that lies. */

import { type Submit, decodeSubmit, encodeSubmit, signSubmit } from '../../../app/rounds/messages/submit'
import { type Scalar, equalBytes } from '../../../crypto'
import { createHttpNeighbourhood } from './http-neighbourhood'
import { type Publication, publishing } from './lying-collector'
import type { TestHousehold } from './test-household'
import {
  type CollectorParts,
  FIRST_DAY,
  type Neighbourhood,
  type NeighbourhoodOptions,
  createNeighbourhood,
  directTransport,
  plainSums
} from './test-neighbourhood'
import { primitives, timeOf } from './test-meter'
import { dayOf } from './views'
import { firstRoundOf, roundsPerEpoch } from '../../../app/rounds/epoch'

export type Lived = { readonly all: Neighbourhood; readonly sums: readonly bigint[] }

/** One day from the meters to the check of its sum. */
export async function live(options: (all: () => Neighbourhood) => Partial<NeighbourhoodOptions>): Promise<Lived> {
  const all: Neighbourhood = createNeighbourhood({ seed: 'hostile sums', ...options(() => all) })
  await all.join()
  const sums = plainSums(all.measure())
  for (let day = 1; day <= 3; day++) await all.stepAll(timeOf(FIRST_DAY + day, 600))
  return { all, sums }
}

/** The same with a collector over real HTTP that signs something else than what it summed. */
export async function liveWithLiar(
  change: (publication: Publication, parts: CollectorParts) => Partial<Publication>
): Promise<Lived> {
  const all = await createHttpNeighbourhood({
    seed: 'lying over http',
    replace: (honest, parts) => publishing(honest, parts, (publication) => change(publication, parts))
  })
  await all.join()
  const sums = plainSums(all.measure())
  for (let day = 1; day <= 3; day++) await all.stepAll(timeOf(FIRST_DAY + day, 600))
  return { all, sums }
}

/** The last household changes its submission before it leaves, and signs it again. */
export function cheating(
  all: () => Neighbourhood,
  change: (submit: Submit) => Partial<Submit>
): NonNullable<NeighbourhoodOptions['connect']> {
  return (collector) => () => {
    const honest = directTransport(collector)
    return {
      ...honest,
      submit: (utcDay, wire) => {
        const { group, households } = all()
        const { submit } = decodeSubmit(wire, roundsPerEpoch(group))
        const cheat = households.at(-1)!
        const { identity, memberId } = cheat.store.groups()[0]!
        if (!equalBytes(submit.memberId, memberId)) return honest.submit(utcDay, wire)
        const changed = { ...submit, ...change(submit) }
        return honest.submit(
          utcDay,
          encodeSubmit(signSubmit(primitives, changed, firstRoundOf(group, utcDay), identity))
        )
      }
    }
  }
}

export function maskedWith(
  submit: Submit,
  change: (masked: { value: Scalar; blinding: Scalar }, round: number) => { value: Scalar; blinding: Scalar }
): Partial<Submit> {
  return {
    coordinates: submit.coordinates.map(({ commitment, masked }, round) => ({
      commitment,
      masked: change(masked, round)
    }))
  }
}

export async function shownSums(household: TestHousehold): Promise<(number | null)[]> {
  return (await dayOf(household, FIRST_DAY)).intervals.map(({ sum }) => sum)
}

export const milli = (sums: readonly bigint[]): number[] => sums.map((sum) => Number(sum) * 1000)
