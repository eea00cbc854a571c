/** Which of a table's columns of energy are taken: each register once, as the meter at the grid counts it. */

import type { LayoutValue } from './table-layout'
import { isTotalName, partOf, sourceOf } from './words'

/** A column of numbers that may be energy. */
export type Candidate = LayoutValue & {
  readonly name: string
  readonly isSure: { unit: boolean; register: boolean; kind: boolean }
}

/** Where a file says the same twice, in parts and as a whole, or as energy and as power, one of them is enough. */
export function chosen(candidates: readonly Candidate[]): readonly Candidate[] {
  const energies = candidates.filter(({ kind }) => kind !== 'power')
  const some = energies.length > 0 ? energies : candidates
  const directed = some.some(({ isSure }) => isSure.register) ? some.filter(({ isSure }) => isSure.register) : some
  const groups = (['drawn', 'fed-in', 'net', 'rest'] as const).flatMap((register) =>
    (['interval', 'total', 'power'] as const).map((kind) =>
      directed.filter((one) => one.register === register && one.kind === kind)
    )
  )
  const found = groups.map(ofTheGrid).flatMap((group) => {
    const whole = group.filter(({ name }) => isTotalName(name))
    return whole.length === 1 && group.length > 1 ? whole : group
  })
  const rest = found.filter(({ register }) => register === 'rest')
  // Alone it is simply what was drawn.
  if (rest.length > 0 && !found.some(({ register }) => register === 'drawn')) {
    return found.map((one) => (one.register === 'rest' ? { ...one, register: 'drawn' as const } : one))
  }
  return [...found].sort((one, other) => one.column - other.column)
}

/** Beside what the grid delivered, inverters tell what the home used of all sources, of the roof or of a battery. */
function ofTheGrid(group: readonly Candidate[]): readonly Candidate[] {
  const grid = group.filter(({ name }) => sourceOf(name) === 'grid')
  const isTold = group.every(({ name }) => sourceOf(name) !== null && partOf(name) === null)
  return isTold && grid.length > 0 ? grid : group
}

/** Columns of one register are added up as parts of it; each names a part of its own, two meters are not one. */
export function addsUnlike(values: readonly Candidate[]): boolean {
  return values.some((one) => {
    const part = partOf(one.name)
    const beside = values.filter((other) => other !== one && other.register === one.register && other.kind === one.kind)
    return beside.some((other) => part === null || part === partOf(other.name))
  })
}
