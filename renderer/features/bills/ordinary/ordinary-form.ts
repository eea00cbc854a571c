/** An ordinary bill as text in fields, and back: what cannot be read is named by its field. */

import type { OrdinaryBill, OrdinaryLine, OrdinaryProposal } from '../../../../app/contract'
import { parseDecimal, writeDecimal } from '../../../format/parse-decimal'

type Language = 'de' | 'en'

export type LineFields = { name: string; kind: OrdinaryLine['kind']; energy: string; price: string; amount: string }

export type OrdinaryFields = {
  supplier: string
  number: string
  first: string
  last: string
  /** Empty where none is named. */
  meterId: string
  registerStart: string
  registerEnd: string
  net: string
  vatRate: string
  vat: string
  total: string
  lines: LineFields[]
}

/** Kilowatt-hours to milliwatt-hours, cents per kWh to nano-euro, euro to cents, per cent to basis points. */
const PLACES = { energy: 6, price: 7, money: 2, rate: 2 } as const

export function emptyFields(): OrdinaryFields {
  return {
    supplier: '',
    number: '',
    first: '',
    last: '',
    meterId: '',
    registerStart: '',
    registerEnd: '',
    net: '',
    vatRate: '',
    vat: '',
    total: '',
    lines: [emptyLine()]
  }
}

export function emptyLine(): LineFields {
  return { name: '', kind: 'energy', energy: '', price: '', amount: '' }
}

export function fieldsOf(bill: OrdinaryBill | OrdinaryProposal, language: Language): OrdinaryFields {
  const money = (value: number | null): string => writeDecimal(value, PLACES.money, language, 2)
  const energy = (value: number | null): string => writeDecimal(value, PLACES.energy, language)
  return {
    supplier: bill.supplier ?? '',
    number: bill.number ?? '',
    first: bill.first ?? '',
    last: bill.last ?? '',
    meterId: 'meterId' in bill ? (bill.meterId ?? '') : '',
    registerStart: energy(bill.registerStart),
    registerEnd: energy(bill.registerEnd),
    net: money(bill.net),
    vatRate: writeDecimal(bill.vatRate, PLACES.rate, language),
    vat: money(bill.vat),
    total: money(bill.total),
    lines: bill.lines.map((line) => ({
      name: line.name,
      kind: line.kind,
      energy: energy(line.energy),
      price: writeDecimal(line.price, PLACES.price, language, 2),
      amount: money(line.amount)
    }))
  }
}

export type ReadFields = { readonly bill: OrdinaryBill | null; readonly wrong: ReadonlySet<string> }

/** Fields left empty are simply unknown, but for supplier, days and total; a line without anything in it is no line. */
export function readFields(fields: OrdinaryFields, language: Language): ReadFields {
  const wrong = new Set<string>()
  const number = (name: string, text: string, places: number): number | null => {
    if (text.trim() === '') return null
    const value = parseDecimal(text, places, language)
    if (value === null) wrong.add(name)
    return value
  }
  for (const name of ['supplier', 'first', 'last', 'total'] as const) if (fields[name].trim() === '') wrong.add(name)
  const lines = fields.lines.flatMap((line, index): OrdinaryLine[] => {
    if ([line.name, line.energy, line.price, line.amount].every((text) => text.trim() === '')) return []
    const amount = number(`amount${index}`, line.amount, PLACES.money)
    if (amount === null) wrong.add(`amount${index}`)
    return [
      {
        name: line.name.trim(),
        kind: line.kind,
        energy: number(`energy${index}`, line.energy, PLACES.energy),
        price: number(`price${index}`, line.price, PLACES.price),
        amount: amount ?? 0
      }
    ]
  })
  const bill: OrdinaryBill = {
    supplier: fields.supplier.trim(),
    number: fields.number.trim(),
    first: fields.first,
    last: fields.last,
    meterId: fields.meterId === '' ? null : fields.meterId,
    lines,
    registerStart: number('registerStart', fields.registerStart, PLACES.energy),
    registerEnd: number('registerEnd', fields.registerEnd, PLACES.energy),
    net: number('net', fields.net, PLACES.money),
    vatRate: number('vatRate', fields.vatRate, PLACES.rate),
    vat: number('vat', fields.vat, PLACES.money),
    total: number('total', fields.total, PLACES.money) ?? 0
  }
  if ((bill.vatRate ?? 0) > 10_000 || (bill.vatRate ?? 0) < 0) wrong.add('vatRate')
  return { bill: wrong.size === 0 ? bill : null, wrong }
}
