import { type TimeZone, toTimeZone } from '../../app/domain/calendar'

/** Zone of this PC. UTC where it has none by name: ICU then says an offset, or Etc/Unknown. */
export function systemTimeZone(): TimeZone {
  try {
    return toTimeZone(Intl.DateTimeFormat().resolvedOptions().timeZone)
  } catch {
    return toTimeZone('UTC')
  }
}
