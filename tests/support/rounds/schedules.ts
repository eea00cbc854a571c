/** How many random schedules the properties of whole rounds go through. */

/** With WATTVEIL_FULL=1 ten times as many as usually; with WATTVEIL_SCHEDULES=20000 as many as it says. */
export function schedules(usually: number): number {
  const wanted = Number(
    process.env['WATTVEIL_SCHEDULES'] ?? (process.env['WATTVEIL_FULL'] === '1' ? 10 * usually : usually)
  )
  return Number.isSafeInteger(wanted) && wanted > 0 ? wanted : usually
}

/** On encrypted databases one takes as long as twenty in memory. */
export function schedulesOnDisk(usually: number): number {
  return Math.max(usually, Math.round(schedules(20 * usually) / 20))
}
