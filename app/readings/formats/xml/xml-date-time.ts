/** xs:dateTime with a zone, 2017-11-04T06:00:00+01:00 or …Z, as files of gateways write it (XML Schema 2, 3.2.7). */

import { type UtcSeconds, toUtcSeconds } from '../../../domain/interval'
import { clockSeconds, midnightOf } from '../civil-date'

const FORM = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/u

export type XmlDateTime = {
  /** Fractions of a second are dropped. */
  readonly time: UtcSeconds
  /** Seconds east of UTC, as written. */
  readonly offset: number
}

/** Undefined for anything but a real day and time of day with a zone, from 1970 on. */
export function readXmlDateTime(text: string | undefined): XmlDateTime | undefined {
  const match = FORM.exec(text ?? '')
  if (!match) return undefined
  const [, year, month, day, hour, minute, second, zone = ''] = match
  const offset = offsetOf(zone)
  const dayTime = clockSeconds(Number(hour), Number(minute), Number(second))
  const midnight = midnightOf(Number(year), Number(month), Number(day))
  if (offset === undefined || dayTime === undefined || midnight === undefined) return undefined
  const time = midnight + dayTime - offset
  return time >= 0 ? { time: toUtcSeconds(time), offset } : undefined
}

function offsetOf(zone: string): number | undefined {
  if (zone === 'Z') return 0
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(4, 6))]
  if (hours > 14 || minutes > 59) return undefined
  return (zone.startsWith('-') ? -1 : 1) * (hours * 3600 + minutes * 60)
}
