/** A year of an operator's table into the encrypted database: quarter hours, the same again, and minutes. */

import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { BenchRow, Measurement } from '../bench-row'
import { importMeasured } from '../stand/import-measured'
import { fastestOf } from '../stopwatch'

const START = Date.parse('2024-12-31T23:00:00Z')
const QUARTERS = 35_040
const MINUTES = 525_600
const MB = 1024 * 1024

export const importTable: BenchRow = {
  name: 'import-table',
  measure: async ({ folder }) => {
    const [quarters, minutes] = [path.join(folder(), 'quarters.csv'), path.join(folder(), 'minutes.csv')]
    const [year, large] = [tableOf(QUARTERS, 15), tableOf(MINUTES, 1)]
    writeFileSync(quarters, year)
    writeFileSync(minutes, large)
    const one = await importMeasured(folder(), quarters, QUARTERS, true)
    const other = await importMeasured(folder(), minutes, MINUTES)
    const [plain = 0, plainLarge = 0] = await fastestOf(1, [() => numbersIn(year), () => numbersIn(large)])
    const against = 'splitting the same text into cells and turning them into numbers'
    const row = (id: string, what: string, value: number, limit: number, baseline: number): Measurement => ({
      ...{ id: `import-table.${id}`, what, value, unit: 'ms', limit, baseline, against }
    })
    return [
      row('year', 'operator’s table of a year, 35,040 quarter hours, imported', one.ms, 1000, plain),
      row('again', 'the same again', one.againMs, 1000, plain),
      row('minutes', 'operator’s table of a year, 525,600 minutes, imported', other.ms, 8000, plainLarge),
      {
        ...{ id: 'import-table.memory', what: 'most memory meanwhile, beyond that before', value: other.megabytes },
        ...{ unit: 'MB', limit: 300, baseline: large.length / MB, against: 'size of the file' }
      }
    ]
  }
}

function numbersIn(text: string): void {
  text.split('\n').map((line) => line.split(';').map(Number))
}

/** Local stamps of a year without daylight saving would be easier; these are what operators write. */
function tableOf(rows: number, minutes: number): string {
  const clock = new Intl.DateTimeFormat('de-AT', {
    ...{ timeZone: 'Europe/Berlin', year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
  })
  const stamps = Array.from({ length: rows + 1 }, (_, index) =>
    clock.format(START + index * minutes * 60_000).replace(',', '')
  )
  const lines = stamps
    .slice(1)
    .map((end, index) => `${stamps[index]};${end};0,${String((index * 37) % 400).padStart(3, '0')};`)
  return ['Datum von;Datum bis;Energiemenge in kWh;Ersatzwert', ...lines, ''].join('\n')
}
