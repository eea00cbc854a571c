/** Sources whose tables leave something unsaid that is known of them: from their own exports, read by hand (docs/readings.md 4). */

import type { EnergyUnit, Register } from './words'

export type KnownSource = {
  /** Names of the columns as they stand in the file, parted by bars. */
  readonly columns: RegExp
  readonly unit?: EnergyUnit
  readonly register?: Register
  /** What its columns of energy hold where their names do not say it. */
  readonly kind?: 'total'
  /** What a single stamp means. */
  readonly meaning?: 'start' | 'end'
  readonly zone?: string
}

export const KNOWN_SOURCES: readonly KnownSource[] = [
  // Innsbrucker Kommunalbetriebe: the column is named by the connection alone.
  { columns: /^Datum\|AT\d+[0-9A-Z]* ab /u, unit: 'kWh', register: 'drawn', meaning: 'end' },
  // Stromnetz Graz: consumption of the quarter hour that ends at the reading.
  { columns: /^Ablesezeitpunkt\|Zaehlerstand /u, unit: 'kWh', register: 'drawn', meaning: 'end' },
  // Linz Netz, Linz AG.
  { columns: /^Datum von\|Datum bis\|Energiemenge in kWh/u, register: 'drawn' },
  // TINETZ raw data.
  { columns: /^DATE_FROM\|DATE_TO\|VALUE/u, unit: 'kWh', register: 'drawn' },
  // KWG: hourly load profile of consumption.
  { columns: /^Datum\|Daten 1$/u, unit: 'kWh', register: 'drawn', meaning: 'end' },
  // Salzburg Netz: the name of the column holds the sum of the file.
  { columns: /^Datum und Uhrzeit\|Lastg(?:ä|ae)nge/u, register: 'drawn', meaning: 'start' },
  { columns: /^Datum\|(?:Rest)?[Vv]erbrauch \(kWh\)\|Status/u, register: 'drawn', meaning: 'start' },
  // DSMR-reader.
  { columns: /^(?:Hour|Day|Month|Year) Start\|Electricity 1 /u, unit: 'kWh', meaning: 'start' },
  { columns: /^Datum\|EAN\|Verbruik\|Type\|Piek$/u, unit: 'kWh', meaning: 'start' },
  { columns: /^OpnameDatum\|StandNormaal\|StandDal/u, unit: 'kWh' },
  { columns: /^Vanaf\|Tot\|Verbruik laag tarief\|/u, unit: 'kWh' },
  // E-Distribuzione: one row a day, quarter hours of energy drawn.
  { columns: /^Giorno\|00:00-00:15\|/u, unit: 'kWh', register: 'drawn' },
  // Kärnten Netz, where the direction stands above the table, and Netz Niederösterreich.
  { columns: /^Datum\|Zeit\|kWh\|Status$/u, meaning: 'start' },
  { columns: /^Messzeitpunkt\|/u, meaning: 'end' },
  { columns: /^time\|Import (?:T1 )?kWh/u, kind: 'total', meaning: 'start' }
]
