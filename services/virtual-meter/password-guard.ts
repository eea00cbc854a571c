/** Basic authorisation for one meter: five wrong passwords lock it for a while of the meter's own time. */

import { timingSafeEqual } from 'node:crypto'
import type { Primitives } from '../../crypto'
import { type UtcSeconds, toUtcSeconds } from '../../app/domain/interval'

const TRIES = 5
const LOCK_SECONDS = 300

export type PasswordOutcome =
  | { readonly kind: 'right' }
  | { readonly kind: 'wrong'; readonly triesLeft: number }
  | { readonly kind: 'locked'; readonly until: UtcSeconds }

export type PasswordGuard = { check(authorisation: string | undefined, now: UtcSeconds): PasswordOutcome }

export function createPasswordGuard(primitives: Primitives, password: string): PasswordGuard {
  const expected = digest(primitives, `Basic ${Buffer.from(`household:${password}`).toString('base64')}`)
  let wrong = 0
  let until = toUtcSeconds(0)
  return {
    check(authorisation, now) {
      if (now < until) return { kind: 'locked', until }
      if (timingSafeEqual(digest(primitives, authorisation ?? ''), expected)) {
        wrong = 0
        return { kind: 'right' }
      }
      wrong += 1
      if (wrong < TRIES) return { kind: 'wrong', triesLeft: TRIES - wrong }
      wrong = 0
      until = toUtcSeconds(now + LOCK_SECONDS)
      return { kind: 'locked', until }
    }
  }
}

function digest(primitives: Primitives, text: string): Uint8Array {
  return primitives.sha256(new TextEncoder().encode(text))
}
