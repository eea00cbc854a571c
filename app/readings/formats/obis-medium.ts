/** What a register counts by group A of its OBIS code (IEC 62056-61), where that is not electricity. */

const MEDIA: Readonly<Record<number, 'gas' | 'heat' | 'water'>> = {
  ...{ 4: 'heat', 5: 'heat', 6: 'heat', 7: 'gas', 8: 'water', 9: 'water' }
}

/** Heat cost, cooling and heat; gas; cold and hot water. Null for electricity and what belongs to no medium. */
export function obisMedium(a: number): 'gas' | 'heat' | 'water' | null {
  return MEDIA[a] ?? null
}
