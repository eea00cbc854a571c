/** What comparing an ordinary bill has found, as English sentences; nothing here is a verdict. */

import type { OrdinaryPoint, OrdinaryReport } from '../../app/contract'

type Params = OrdinaryPoint['params']

export function ordinaryText({ bill, points }: OrdinaryReport): readonly string[] {
  const differing = points.filter(({ state }) => state === 'differs').length
  return [
    'Compared, not verified: this bill carries no seal.',
    `${bill.supplier}, ${bill.first} to ${bill.last}, ${euro(bill.total)}`,
    ...points.map((point) => `  ${MARKS[point.state]} ${sentenceOf(point)}`),
    differing === 0 ? 'Nothing differs.' : differing === 1 ? 'One point differs.' : `${differing} points differ.`
  ]
}

const MARKS: Readonly<Record<OrdinaryPoint['state'], string>> = { agrees: '=', differs: '!', unknown: '?' }

function sentenceOf({ code, params }: OrdinaryPoint): string {
  const found = SENTENCES[code]
  return found ? found(params) : code
}

const SENTENCES: Readonly<Record<string, (params: Params) => string>> = {
  'line-product': (p) =>
    `line ${p['line'] ?? ''}, ${p['name'] ?? ''}: quantity times price gives ${euro(p['expected'])}, billed ${euro(p['billed'])}`,
  'lines-sum': (p) => `the lines add up to ${euro(p['expected'])}, billed ${euro(p['billed'])}`,
  vat: (p) => `the VAT is ${euro(p['expected'])}, billed ${euro(p['billed'])}`,
  total: (p) => `the amount is ${euro(p['expected'])}, billed ${euro(p['billed'])}`,
  registers: (p) => `between the register readings lie ${kwh(p['expectedMwh'])}, billed ${kwh(p['billedMwh'])}`,
  readings: (p) => `the readings add up to ${kwh(p['expectedMwh'])}, billed ${kwh(p['billedMwh'])}`,
  'readings-none': () => 'there are no readings of this period here',
  'readings-alone': (p) => `the readings add up to ${kwh(p['expectedMwh'])}; the bill states no quantity`,
  'readings-partial': (p) =>
    `the readings add up to ${kwh(p['expectedMwh'])}, billed ${kwh(p['billedMwh'])}; ${p['hours'] ?? ''} hours are missing here`,
  'tariff-cost': (p) =>
    `by the tariff known here this energy costs ${euro(p['expected'])}, billed ${euro(p['billed'])}, VAT included`
}

/** @param cents whole */
function euro(cents: Params[string] | undefined): string {
  return `€${(Number(cents) / 100).toFixed(2)}`
}

/** @param energy milliwatt-hours */
function kwh(energy: Params[string] | undefined): string {
  return `${(Number(energy) / 1_000_000).toFixed(3)} kWh`
}
