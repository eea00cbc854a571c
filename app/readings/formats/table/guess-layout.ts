/** What the columns of a table most likely mean, what that rests on, and what a person should be asked. */

import { type Candidate, addsUnlike, chosen } from './chosen-columns'
import { indexes } from './find-table'
import { guessMoments } from './guess-moments'
import { KNOWN_SOURCES, type KnownSource } from './known-sources'
import { registerAbove, unitAbove } from './lines-above'
import type { RawTable } from './raw-table'
import { isMediumDoubtful } from './table-medium'
import { isTotalSeries } from './total-series'
import { zoneOfTable } from './zone-of-table'
import { type Doubt, LAYOUT_FORMAT, type TableLayout } from './table-layout'
import {
  type EnergyUnit,
  type Medium,
  communityPartOf,
  isMade,
  isMeterName,
  isNetName,
  isOther,
  isOwnUse,
  isPower,
  isRegisterName,
  mediumOf,
  qualityOf,
  registerOf,
  unitOf
} from './words'

export type GuessedLayout = { readonly layout: TableLayout; readonly doubts: readonly Doubt[] }

/** Null where no column can be energy of electricity. */
export function guessLayout(table: RawTable): GuessedLayout | null {
  const { head } = table
  const known = KNOWN_SOURCES.find(({ columns }) => columns.test(head.source.join('|')))
  const label = labelColumn(table)
  const candidates = candidatesOf(table, known, label !== null && saysDirection(table, label))
  if (candidates.length === 0) return null
  const values = chosen(candidates)
  const moments = guessMoments(table, values, known)
  if (!moments) return null
  const named = zoneOfTable(table)
  const zone = known?.zone ?? (named === 'unclear' ? null : named)
  const layout: TableLayout = {
    format: LAYOUT_FORMAT,
    columns: [...head.source],
    ...{ order: head.order, decimal: table.notes.decimal, start: moments.start, end: moments.end, zone },
    values: values.map(({ column, register, kind, unit }) => ({ column, register, kind, unit })),
    ...{ meter: meterColumn(table), label, quality: qualityColumn(table, label) }
  }
  const doubts = doubtsOf(table, values, moments.isSure)
  return { layout, doubts: named === 'unclear' ? [...doubts, 'zone'] : doubts }
}

function doubtsOf(table: RawTable, values: readonly Candidate[], isMeaningSure: boolean): Doubt[] {
  const { head } = table
  const doubts: Doubt[] = [...head.undecided]
  if (table.notes.isDecimalDoubtful) doubts.push('decimal')
  if (isMediumDoubtful(table)) doubts.push('medium')
  if (head.source.every((name) => name === '') || hasNamelessNumbers(head) || addsUnlike(values)) doubts.push('columns')
  if (values.some(({ isSure }) => !isSure.unit)) doubts.push('unit')
  const isDirected = ({ isSure, register, name }: Candidate): boolean =>
    isSure.register && !(register === 'drawn' && isOwnUse(name)) && !(register === 'fed-in' && isMade(name))
  if (!values.every(isDirected)) doubts.push('direction')
  if (values.some(({ isSure }) => !isSure.kind)) doubts.push('kind')
  if (!isMeaningSure) doubts.push('meaning')
  return doubts
}

/** More numbers in the rows than names above them: which name means which is not said. */
function hasNamelessNumbers({ names, kinds, isMatrix }: RawTable['head']): boolean {
  return !isMatrix && kinds.some((kind, column) => kind === 'number' && names[column] === '')
}

function candidatesOf(table: RawTable, known: KnownSource | undefined, hasLabel: boolean): readonly Candidate[] {
  const { head } = table
  const repeated = (column: number): boolean => head.names.indexOf(head.names[column] ?? '') < column
  return indexes(head.kinds.length).flatMap((column): Candidate[] => {
    const name = head.names[column] ?? ''
    const isNumber = head.kinds[column] === 'number'
    if (!isNumber || (repeated(column) && name !== '')) return []
    if (isOther(name) || mediumOf(name) !== 'electricity' || communityPartOf(name) === 'covered') return []
    const said = [table.units.get(column) ?? null, unitOf(name), unitOfColumn(table)].filter((unit) => unit !== null)
    const named = said[0] ?? unitAbove(head) ?? known?.unit ?? null
    const unit: EnergyUnit = named ?? 'kWh'
    const isNet = isNetName(name)
    const register =
      communityPartOf(name) === 'rest' ? 'rest' : (registerOf(name) ?? known?.register ?? registerAbove(head))
    const isNamedTotal = isRegisterName(name) || known?.kind === 'total'
    const isTotal = !head.isMatrix && !isPower(unit) && (isNamedTotal || isTotalSeries(table, column))
    const kind = isPower(unit) ? 'power' : isTotal ? 'total' : 'interval'
    return [
      {
        ...{ column, name, unit, kind, register: isNet ? 'net' : (register ?? 'drawn') },
        isSure: {
          unit: named !== null && said.every((unit) => unit === named),
          register: !isNet && (register !== null || hasLabel),
          kind: !isTotal || isNamedTotal
        }
      }
    ]
  })
}

function unitOfColumn({ head, texts }: RawTable): EnergyUnit | null {
  for (const [column, { words }] of texts) {
    if (!/einheit|unit|eenheid/iu.test(head.names[column] ?? '')) continue
    const units = new Set(words.filter((word) => word !== '').map(unitOf))
    const [unit] = [...units]
    if (units.size === 1 && unit) return unit
  }
  return null
}

/** A column whose every word names a register or a medium, by its name or by naming both directions. */
function labelColumn({ head, texts }: RawTable): number | null {
  const found = [...texts].find(([column, { words }]) => {
    const isNamed =
      /register|type|richtung|obis|kanal|direction|messart|reading|sparte|medium|energie(?:art|tr(?:ä|ae)ger)|commodity/iu.test(
        head.names[column] ?? ''
      )
    const namesBoth = (['drawn', 'fed-in'] as const).every((one) => words.some((word) => registerOf(word) === one))
    return (isNamed || namesBoth) && words.length > 0 && words.every((word) => labelOf(word) !== null)
  })
  return found ? found[0] : null
}

/** What a word of the label column says of its row; null for an unknown word. */
export function labelOf(
  word: string
): { readonly register: 'drawn' | 'fed-in' | null; readonly medium: Medium } | null {
  const medium = mediumOf(word)
  const register = registerOf(word)
  if (register === null && medium === 'electricity' && !/elektri|electric|strom/iu.test(word)) return null
  return { register, medium }
}

/** A column that only names the medium leaves the direction open. */
function saysDirection({ texts }: RawTable, label: number): boolean {
  const words = (texts.get(label)?.words ?? []).filter((word) => mediumOf(word) === 'electricity')
  return words.length === 0 || words.some((word) => registerOf(word) !== null)
}

function meterColumn({ head, texts }: RawTable): number | null {
  const columns = [...texts].map(([column]) => column)
  for (const kind of ['point', 'meter'] as const) {
    const found = columns.find((column) => isMeterName(head.names[column] ?? '') === kind)
    if (found !== undefined) return found
  }
  return null
}

function qualityColumn({ head, texts }: RawTable, label: number | null): number | null {
  const isQuality = (column: number, words: readonly string[]): boolean =>
    isQualityName(head.names[column] ?? '') ||
    (words.some((word) => word.length > 1) && words.every((word) => qualityOf(word) !== null))
  const found = [...texts].find(([column, { words }]) => column !== label && isQuality(column, words))
  return found ? found[0] : null
}

export function isQualityName(name: string): boolean {
  return /status|qualit|ersatzwert|messwert:|validation|plausib/iu.test(name)
}
