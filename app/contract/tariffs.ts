/** The person's own tariffs: list, examples to begin from, judgement of a draft, saving. */

import { z } from 'zod'
import { code, localDate, nothing, params, shortText } from './common'
import { procedure } from './procedure'

export const ownTariffId = z.string().regex(/^[0-9a-f]{32}$/u)

/** Body of a tariff document as JSON text (docs/bill-format.md 5): what an editor reads and writes. */
export const tariffBody = z.string().max(500_000)

export const tariffSummary = z.strictObject({
  /** Null for one of a contract: it is its supplier's and cannot be changed here. */
  id: ownTariffId.nullable(),
  name: shortText,
  supplier: shortText,
  kind: z.enum(['flat', 'time-of-use', 'dynamic', 'blocks']),
  /** Days on which it is valid, both included. */
  first: localDate,
  last: localDate,
  body: tariffBody
})

/** Something that speaks against a draft; `place` names the field. */
export const tariffProblem = z.strictObject({ code, place: shortText, params })

/** Empty: it can be saved. Refusals say what a household would not agree to; they do not keep it from being saved. */
export const tariffJudgement = z.strictObject({
  problems: z.array(tariffProblem).max(20),
  refusals: z.array(tariffProblem).max(20)
})

export const tariffExample = z.enum([
  'flat',
  'day-night',
  'three-times',
  'weekend',
  'blocks',
  'dynamic',
  'dynamic-percent',
  'grid-windows',
  'with-feed-in'
])

export const tariffsContract = {
  'tariffs.list': procedure(nothing, z.array(tariffSummary).max(200)),
  /** A whole draft of that shape, valid from a day on for a year. */
  'tariffs.example': procedure(
    z.strictObject({ example: tariffExample, from: localDate }),
    z.strictObject({ body: tariffBody })
  ),
  /** Holidays of a whole country, without regional ones; of too many years, the first. */
  'tariffs.holidays': procedure(
    z.strictObject({ country: z.enum(['de', 'at']), from: localDate, to: localDate }),
    z.array(z.strictObject({ date: localDate, name: shortText })).max(400)
  ),
  'tariffs.validate': procedure(z.strictObject({ body: tariffBody }), tariffJudgement),
  /** `id` null makes a new one. Refused while there are problems. */
  'tariffs.save': procedure(
    z.strictObject({ id: ownTariffId.nullable(), body: tariffBody }),
    z.strictObject({ id: ownTariffId })
  ),
  'tariffs.remove': procedure(z.strictObject({ id: ownTariffId }), nothing)
} as const

export type TariffSummary = z.infer<typeof tariffSummary>
export type TariffJudgement = z.infer<typeof tariffJudgement>
export type TariffProblem = z.infer<typeof tariffProblem>
export type TariffExample = z.infer<typeof tariffExample>
