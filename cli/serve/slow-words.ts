/** What a service says beside being ready where its fast arithmetic does not work: for programs, and for people. */

import type { RunningService } from '../../services/runtime/serve'

type Slow = Pick<RunningService, 'slowArithmetic'>

export function slowField({ slowArithmetic }: Slow): { readonly slowArithmetic?: true } {
  return slowArithmetic ? { slowArithmetic: true } : {}
}

export function slowWords({ slowArithmetic }: Slow): readonly string[] {
  return slowArithmetic ? ['The fast arithmetic does not work on this computer; the slow one is used.'] : []
}
