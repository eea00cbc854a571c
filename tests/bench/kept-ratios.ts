/**
 * Ratios of an earlier run that later ones are held against: of rows that are pure arithmetic against arithmetic, measured
 * in turns, and hence alike on a busy machine and on another one.
 */

import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { type Measurement, isBelowLeast, ratioOf } from './bench-row'

const FILE = path.resolve(import.meta.dirname, 'kept-ratios.json')
/** A ratio may fall so far behind; less is the machine's noise. */
const TOLERANCE = 0.3
/** So much lower may one be kept without a word: else many small steps down would pass for noise, one by one. */
const WRITE_TOLERANCE = 0.15
const DIGITS = 3

const keptRatios = z.record(z.string(), z.number().positive())

export type KeptRatios = z.infer<typeof keptRatios>

/** @returns ratio by the id of its measurement */
export function readKeptRatios(file = FILE): KeptRatios {
  return keptRatios.parse(JSON.parse(readFileSync(file, 'utf8')))
}

/** Puts new numbers in the place of the kept ones; which are kept stays. @throws RangeError where one was not measured */
export function writeKeptRatios(measurements: readonly Measurement[], file = FILE): void {
  const ratios = Object.keys(readKeptRatios(file)).map((id) => {
    const measurement = measurements.find((one) => one.id === id)
    if (!measurement) throw new RangeError(`no such measurement: ${id}`)
    return [id, Number(ratioOf(measurement).toPrecision(DIGITS))]
  })
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(ratios), null, 2)}\n`)
}

/** Names of the rows that must be measured for them: what stands before the point. */
export function rowsOf(kept: KeptRatios): ReadonlySet<string> {
  return new Set(Object.keys(kept).map((id) => id.split('.')[0] ?? id))
}

/** One sentence for each kept ratio that has fallen too far behind, is below what was promised, or was not measured. */
export function fallenBehind(measurements: readonly Measurement[], kept: KeptRatios): readonly string[] {
  return Object.entries(kept).flatMap(([id, before]) => {
    const measurement = measurements.find((one) => one.id === id)
    if (!measurement) return [`${id} was not measured.`]
    const ratio = ratioOf(measurement)
    if (ratio < before * (1 - TOLERANCE)) return [sentenceOf(id, ratio, `it was ${shown(before)} times`)]
    return isBelowLeast(measurement) ? [sentenceOf(id, ratio, `${String(measurement.atLeast)} are promised`)] : []
  })
}

/** One sentence for each ratio that must not take the place of the kept one unless somebody says so. */
export function worseThanKept(measurements: readonly Measurement[], kept: KeptRatios): readonly string[] {
  return Object.entries(kept).flatMap(([id, before]) => {
    const measurement = measurements.find((one) => one.id === id)
    if (!measurement) return [`${id} was not measured.`]
    const ratio = ratioOf(measurement)
    return ratio < before * (1 - WRITE_TOLERANCE) ? [sentenceOf(id, ratio, `it was ${shown(before)} times`)] : []
  })
}

function sentenceOf(id: string, ratio: number, rather: string): string {
  return `${id} is ${shown(ratio)} times its yardstick; ${rather}.`
}

function shown(ratio: number): string {
  return ratio < 10 ? ratio.toFixed(2) : ratio.toFixed(1)
}
