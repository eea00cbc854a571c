/** By how much a register may have gone on between two readings, past its top included (docs/protocol/meter-chain.md 1). */

/**
 * Digits before the point, in kWh, of a meter's register. GENESIS does not say how many a meter has; a household's has
 * five at least, and beyond twelve nobody reads one.
 */
const FEWEST_DIGITS = 5
const MOST_DIGITS = 12

/**
 * One step where the register did not go back; else one for each capacity, a power of ten in kWh, that both readings
 * lie below: it passed its top once. Which one it was is for the energy beside it to say, to the unit.
 * @param start, end in units of 10^-unitExp Wh. @param unitExp 3 for milliwatt-hours.
 */
export function registerSteps(start: bigint, end: bigint, unitExp: number): readonly bigint[] {
  if (end >= start) return [end - start]
  const steps: bigint[] = []
  for (let digits = FEWEST_DIGITS; digits <= MOST_DIGITS; digits++) {
    const capacity = 10n ** BigInt(digits + 3 + unitExp)
    if (start < capacity) steps.push(end - start + capacity)
  }
  return steps
}
