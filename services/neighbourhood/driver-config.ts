/** Configuration of the driver process. */

import { z } from 'zod'
import { toUtcSeconds } from '../../app/domain/interval'
import { type SimulationStep, liveSchedule, livingSchedule, spanSchedule } from './schedule'

const instant = z
  .number()
  .int()
  .min(0)
  .transform((value) => toUtcSeconds(value))
const day = z.number().int().min(0).max(2_932_896)

const schedule = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('span'),
    start: instant,
    firstDay: day,
    days: z.number().int().min(1).max(400),
    billAt: instant,
    looksADay: z.number().int().min(1).max(24).default(1),
    settleDays: z.number().int().min(0).max(16).default(0)
  }),
  z.strictObject({
    kind: z.literal('live'),
    start: instant,
    firstDay: day,
    hours: z.number().int().min(1).max(9600),
    seconds: z.number().int().min(300).max(86_400)
  }),
  z.strictObject({ kind: z.literal('living'), historyStart: instant, liveDay: day })
])

export const driverConfig = z.strictObject({
  schedule,
  participants: z
    .array(z.strictObject({ name: z.string().min(1).max(40), isOwn: z.boolean() }))
    .min(1)
    .max(400),
  clocks: z.array(z.string().max(200)).max(10),
  paceMs: z.number().int().min(0).max(600_000),
  restAfterDays: z.number().int().min(1).max(10_000),
  verifiedNeighbours: z.number().int().min(0).max(199),
  patienceMs: z.number().int().min(1000).max(3_600_000)
})

export type DriverConfig = z.infer<typeof driverConfig>

export function stepsOf({ schedule: plan }: DriverConfig): Generator<SimulationStep> {
  switch (plan.kind) {
    case 'span':
      return spanSchedule(plan.start, plan.firstDay, plan.days, plan.billAt, plan)
    case 'live':
      return liveSchedule(plan.start, plan.firstDay, plan.hours, plan.seconds)
    case 'living':
      return livingSchedule(plan.historyStart, plan.liveDay)
  }
}
