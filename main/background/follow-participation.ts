/** Keeps the tray true: asks the core after every change, and now and then. */

import { checkShape } from '../../app/check-shape'
import { participation as participationSchema } from '../../app/contract/background'
import type { Result } from '../../app/contract'
import type { Background } from './background'
import type { ParticipationTray } from './tray'

const ASK_MS = 60_000
const CHANGES = new Set(['rounds.changed', 'program.changed'])

export type FollowParticipation = {
  /** An event of the core passed by. */
  heard(name: string): void
  /** Asks now. */
  refresh(): Promise<void>
}

/** The tray is there while the house is in a group or the program stays without a window. */
export function followParticipation(
  call: (name: string, request: unknown) => Promise<Result<unknown>>,
  tray: ParticipationTray,
  background: Background
): FollowParticipation {
  const refresh = async (): Promise<void> => {
    const answer = await call('program.participation', {})
    const seen = answer.ok ? checkShape(participationSchema, answer.value) : null
    if (!seen?.success) return
    tray.show(seen.data.group !== null || background.state().on ? seen.data : null)
  }
  setInterval(() => void refresh(), ASK_MS).unref()
  return {
    refresh,
    heard: (name) => {
      if (CHANGES.has(name)) void refresh()
    }
  }
}
