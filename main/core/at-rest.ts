/** Whether a person is just looking at something: what holds the core up for a moment waits until nobody is. */

import type { AppProcedures } from '../../app/create-app'

export type Rest = {
  /** The same procedures; views of the three jobs count as being looked at. */
  noting(procedures: AppProcedures): AppProcedures
  /** True too after so long without rest that what waits has to be done. */
  isAtRest(): boolean
}

const REST_MS = 5000
const LONGEST_WAIT_MS = 10 * 60_000
/** What the window asks by itself, again and again, is no sign of a person. */
const LOOKED_AT = /^(?:readings|meters|bills|rounds)\./u

/**
 * @param rested called each time when nobody has asked for anything for so long
 * @param now    milliseconds that only go forward
 */
export function createRest(rested: () => void, now: () => number = () => performance.now()): Rest {
  let askedAt = -Infinity
  let restedAt = now()
  let timer: ReturnType<typeof setTimeout> | undefined
  return {
    noting: (procedures) => {
      const names = (Object.keys(procedures) as (keyof AppProcedures)[]).filter((name) => LOOKED_AT.test(name))
      const noted = names.map((name) => {
        const work = procedures[name] as (request: unknown) => Promise<unknown>
        return [
          name,
          (request: unknown) => {
            askedAt = now()
            clearTimeout(timer)
            timer = setTimeout(rested, REST_MS)
            return work(request)
          }
        ] as const
      })
      return { ...procedures, ...(Object.fromEntries(noted) as unknown as Partial<AppProcedures>) }
    },
    isAtRest: () => {
      const isResting = now() - askedAt > REST_MS || now() - restedAt > LONGEST_WAIT_MS
      if (isResting) restedAt = now()
      return isResting
    }
  }
}
