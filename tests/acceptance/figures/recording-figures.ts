/** Figures of recordings of meters, found by looking for texts and bytes; nothing of the importer is used. */

import { readFileSync } from 'node:fs'

export type P1Figures = {
  readonly states: number
  /** Whole milliwatt-hours from the first telegram to the last. */
  readonly drawn: number
  readonly fedIn: number
}

/** Telegrams of a recording that begin and end in it, by their time. */
export function p1Figures(path: string): P1Figures {
  const telegrams = readFileSync(path, 'latin1')
    .split(/^\//mu)
    .slice(1)
    .filter((text) => /^![0-9A-F]{4}/mu.test(text))
  const states = new Map(telegrams.map((text) => [/0-0:1\.0\.0\((\d{12}[SW])\)/u.exec(text)?.[1] ?? '', text]))
  const all = [...states.values()]
  const sum = (text: string | undefined, group: 1 | 2): number =>
    [1, 2].reduce((total, tariff) => {
      const value = new RegExp(`1-0:${group}\\.8\\.${tariff}\\(([\\d.]+)\\*kWh`, 'u').exec(text ?? '')?.[1]
      return total + Math.round(Number(value) * 1e6)
    }, 0)
  return {
    states: all.length,
    drawn: sum(all.at(-1), 1) - sum(all[0], 1),
    fedIn: sum(all.at(-1), 2) - sum(all[0], 2)
  }
}

/** Everything that follows the name of register 1.8.0 with the unit Wh: scaler and value, as decimal watt-hours. */
export function smlDrawn(path: string): Set<string> {
  const hex = readFileSync(path).toString('hex')
  const found = hex.matchAll(
    /070100010800ff(?:[0-9a-f]{2}){1,24}?621e52([0-9a-f]{2})([56])([2-9])((?:[0-9a-f]{2}){1,8})/gu
  )
  return new Set(
    [...found].map(([, scale = '', , length = '', rest = '']) => {
      const scaler = (Number.parseInt(scale, 16) << 24) >> 24
      const value = BigInt(`0x${rest.slice(0, (Number(length) - 1) * 2)}`)
      const digits = value.toString().padStart(1 - Math.min(0, scaler), '0')
      return scaler < 0 ? `${digits.slice(0, scaler)}.${digits.slice(scaler)}` : digits + '0'.repeat(scaler)
    })
  )
}
