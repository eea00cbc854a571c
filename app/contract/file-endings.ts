/**
 * By which endings a file that the system hands over goes to the import of readings; all others are papers. What a file of
 * readings is, only its content tells (docs/readings.md 1): this says where it is looked at.
 */

export const READINGS_ENDINGS: readonly string[] = [
  ...['.csv', '.xlsx', '.xml', '.zip', '.gz', '.txt', '.tsv', '.dat', '.nem12', '.sml', '.bin']
]

export function isReadingsName(name: string): boolean {
  const lower = name.toLowerCase()
  return READINGS_ENDINGS.some((ending) => lower.endsWith(ending))
}
