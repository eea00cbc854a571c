/** How many random schedules the properties of whole rounds go through: a few always, thousands where asked for. */

/** WATTVEIL_SCHEDULES=2000 npx vitest run tests/property/rounds: half a second to a second of processor time for each. */
export function schedules(usually: number): number {
  const wanted = Number(process.env['WATTVEIL_SCHEDULES'] ?? usually)
  return Number.isSafeInteger(wanted) && wanted > 0 ? wanted : usually
}
