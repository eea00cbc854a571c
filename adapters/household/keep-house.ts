/** Everything a household does by itself on the PC's clock: its duties when they are due, and its collectors' news. */

import { type Scheduler, type SchedulerOptions, createScheduler } from '../system/scheduler'
import { type News, followNews } from './follow-news'
import { householdDuties } from './household-duties'
import type { OpenHousehold } from './open-household'

export type HousekeepingOptions = Pick<SchedulerOptions, 'report' | 'ran'> & {
  /** Asked each time: the household may be deleted and begun anew. */
  readonly household: () => Pick<OpenHousehold, 'app' | 'beforeSend'>
  /** What the host has to do besides. */
  readonly duties?: SchedulerOptions['duties']
}

export function keepHouse({
  household,
  report,
  ran,
  duties = []
}: HousekeepingOptions): Pick<Scheduler, 'wake' | 'stop'> {
  const hearing: { news: News | null } = { news: null }
  const own = householdDuties(
    () => household().app,
    report,
    () => hearing.news?.isHearing() ?? false
  )
  const scheduler = createScheduler({ duties: [...own, ...duties], report, ...(ran ? { ran } : {}) })
  const news = followNews({
    sources: () => whileOpen(() => household().app.rounds.newsSources(), []),
    lookIn: () => whileOpen(() => household().app.rounds.newsDueIn(), null),
    beforeSend: (leaving) => household().beforeSend(leaving),
    look: () => {
      scheduler.wake('rounds')
    }
  })
  hearing.news = news
  return {
    wake: scheduler.wake,
    stop: () => {
      news.stop()
      return scheduler.stop()
    }
  }
}

/** A household that is being deleted or replaced is closed for a moment, and listens to nobody. */
function whileOpen<Value>(read: () => Value, otherwise: Value): Value {
  try {
    return read()
  } catch {
    return otherwise
  }
}
