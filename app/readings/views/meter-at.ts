/** Which of several exchanged meters counted at an instant. */

import type { UtcSeconds } from '../../domain/interval'
import type { ProfileContext } from './read-profile'

export function meterAt({ partsOf }: Pick<ProfileContext, 'partsOf'>, meterId: string, time: UtcSeconds): string {
  const part = partsOf(meterId).find(({ until }) => until === null || time < until)
  return part?.meterId ?? meterId
}
