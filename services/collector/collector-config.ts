/** Configuration of a collector: one group, founded with it and never changed (docs/protocol/rounds.md 2.1). */

import { z } from 'zod'
import { OBIS_DRAWN, OBIS_FED_IN } from '../../app/domain/meter/meter'
import { type GroupParameters, checkedGroup, maxValueOfFuse } from '../../app/rounds/messages/group-parameters'

export const collectorConfig = z.strictObject({
  /** Who runs it, as households read it. */
  operator: z.string().min(1).max(64),
  group: z.strictObject({
    name: z.string().min(1).max(64),
    mode: z.enum(['batch', 'live']).default('batch'),
    direction: z.enum(['drawn', 'fed-in']).default('drawn'),
    unitExp: z.union([z.literal(0), z.literal(1), z.literal(2)]).default(0),
    seconds: z.number().int(),
    /** The largest main fuse among the members: nobody with a larger one may join. */
    mainFuse: z
      .strictObject({ phases: z.union([z.literal(1), z.literal(3)]), amperes: z.number().int().min(1).max(1000) })
      .default({ phases: 3, amperes: 63 }),
    minRoster: z.number().int().default(10)
  })
})

export type CollectorConfig = z.infer<typeof collectorConfig>

/** @param collectorKey K's Ed25519 key. @throws FormatError for parameters that no household would join. */
export function groupOfConfig({ group }: CollectorConfig, collectorKey: Uint8Array): GroupParameters {
  const { phases, amperes } = group.mainFuse
  return checkedGroup({
    collectorKey,
    name: group.name,
    profile: 'S',
    mode: group.mode,
    obis: group.direction === 'drawn' ? OBIS_DRAWN : OBIS_FED_IN,
    unitExp: group.unitExp,
    seconds: group.seconds,
    maxValue: maxValueOfFuse(phases, amperes, group.seconds, group.unitExp),
    minRoster: group.minRoster
  })
}
