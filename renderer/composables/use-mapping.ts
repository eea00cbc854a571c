/** Naming the columns of a table: what the person says becomes a layout, and each change shows what it would bring. */

import { type ComputedRef, type Ref, computed, reactive, ref, shallowRef, watch } from 'vue'
import type { Failure, FilePreview, LayoutValue, TableColumn, TableLayout } from '../../app/contract'
import type { ChosenFile } from '../../app/contract/bridge'
import { useClient } from './use-client'

/** What a column is for; empty where it is left out. */
export type ColumnRole = '' | 'start' | 'end' | 'meter' | 'quality' | 'label' | LayoutValue['register']
/** Kind and unit of a column of energy, as one choice. */
export type Measure = `${LayoutValue['kind']}:${LayoutValue['unit']}`

export type ColumnChoice = { role: ColumnRole; measure: Measure }

export type Mapping = {
  readonly preview: Readonly<Ref<FilePreview | null>>
  readonly failure: Readonly<Ref<Failure | null>>
  /** One per column. */
  readonly choices: ColumnChoice[]
  readonly rules: { order: TableLayout['order']; decimal: TableLayout['decimal']; zone: string; meterId: string }
  /** Null until there is a time and an energy. */
  readonly layout: ComputedRef<TableLayout | null>
  /** Takes over what somebody else said of such a table. */
  readonly adopt: (layout: TableLayout) => void
}

const METER_NAME = /^[0-9A-Za-z][0-9A-Za-z._-]{0,63}$/u

export function useMapping(file: ChosenFile): Mapping {
  const { client } = useClient()
  const preview = shallowRef<FilePreview | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const choices = reactive<ColumnChoice[]>([])
  const rules = reactive<Mapping['rules']>({ order: 'dmy', decimal: ',', zone: '', meterId: '' })
  const columns = shallowRef<readonly TableColumn[]>([])
  const names = ref<readonly string[]>([])
  let question = 0

  async function ask(layout: TableLayout | null): Promise<FilePreview | null> {
    const mine = ++question
    const named = METER_NAME.test(rules.meterId) ? { meterId: rules.meterId } : {}
    const answer = await client['readings.preview']({ file: file.token, ...(layout ? { layout } : {}), ...named })
    if (mine !== question) return null
    failure.value = answer.ok ? null : answer.error
    if (answer.ok) preview.value = answer.value
    return answer.ok ? answer.value : null
  }

  function adopt(layout: TableLayout): void {
    choices.splice(0, choices.length, ...columns.value.map((_, column) => choiceIn(layout, column)))
    Object.assign(rules, { order: layout.order, decimal: layout.decimal, zone: layout.zone ?? '' })
  }

  const layout = computed(() => layoutOf(columns.value, names.value, choices, rules))

  void ask(null).then((first) => {
    if (!first) return
    columns.value = first.columns
    names.value = first.layout?.columns ?? first.columns.map(({ name }) => name)
    rules.meterId = first.meterId
    choices.push(...first.columns.map(() => ({ role: '' as const, measure: 'interval:kWh' as const })))
    if (first.layout) adopt(first.layout)
    // By its text: the same layout again must not ask again.
    watch([() => JSON.stringify(layout.value), () => rules.meterId], () => layout.value && void ask(layout.value))
  })
  return { preview, failure, choices, rules, layout, adopt }
}

function choiceIn(layout: TableLayout, column: number): ColumnChoice {
  const value = layout.values.find((one) => one.column === column)
  if (value) return { role: value.register, measure: `${value.kind}:${value.unit}` }
  const measure = 'interval:kWh'
  const isIn = (moment: TableLayout['start']): boolean => moment?.date === column || moment?.time === column
  if (isIn(layout.start)) return { role: 'start', measure }
  if (isIn(layout.end)) return { role: 'end', measure }
  const role = (['meter', 'quality', 'label'] as const).find((one) => layout[one] === column)
  return { role: role ?? '', measure }
}

function layoutOf(
  columns: readonly TableColumn[],
  names: readonly string[],
  choices: readonly ColumnChoice[],
  rules: Mapping['rules']
): TableLayout | null {
  const [start, end] = [momentOf(columns, choices, 'start'), momentOf(columns, choices, 'end')]
  const values = choices.flatMap(({ role, measure }, column): LayoutValue[] => {
    if (role !== 'drawn' && role !== 'fed-in' && role !== 'net' && role !== 'rest') return []
    const [kind, unit] = measure.split(':') as [LayoutValue['kind'], LayoutValue['unit']]
    return [{ column, register: role, kind, unit }]
  })
  if ((!start && !end) || values.length === 0) return null
  const only = (role: ColumnRole): number | null => {
    const column = choices.findIndex((choice) => choice.role === role)
    return column < 0 ? null : column
  }
  return {
    format: 'wattveil-layout/1',
    columns: [...names],
    ...{ order: rules.order, decimal: rules.decimal, start, end },
    zone: rules.zone.trim() === '' ? null : rules.zone.trim(),
    ...{ values, meter: only('meter'), label: only('label'), quality: only('quality') }
  }
}

/** A day and a time in columns of their own, or both in one; an end without a day is on the day of the start. */
function momentOf(
  columns: readonly TableColumn[],
  choices: readonly ColumnChoice[],
  role: 'start' | 'end'
): TableLayout['start'] {
  const own = choices.flatMap((choice, column) => (choice.role === role ? [column] : []))
  const date = own.find((column) => columns[column]?.kind === 'stamp' || columns[column]?.kind === 'date')
  const time = own.find((column) => columns[column]?.kind === 'time') ?? null
  if (date !== undefined) return { date, time }
  const start = role === 'end' && time !== null ? momentOf(columns, choices, 'start') : null
  return start ? { date: start.date, time } : null
}
