/** What `npm run -s bench -- --json` printed earlier: of the last release, or before a change. */

import { z } from 'zod'
import type { KeptRatios } from './kept-ratios'

const run = z.object({ rows: z.array(z.object({ id: z.string(), ratio: z.number().positive() })) })

/** @returns ratio by the id of its measurement. @throws ZodError, SyntaxError for anything else */
export function ratiosOfRun(text: string): KeptRatios {
  return Object.fromEntries(run.parse(JSON.parse(text)).rows.map(({ id, ratio }) => [id, ratio]))
}
