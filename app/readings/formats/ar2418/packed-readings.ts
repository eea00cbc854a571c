/** Readings of a gateway's file in its order, packed: a year of minutes is half a million of them. */

import { toUtcSeconds } from '../../../domain/interval'
import { type GrowingList, listOver } from '../lists/item-list'
import { createBigColumn, createNumberColumn } from '../lists/number-column'
import { growing } from '../lists/reading-list'
import type { PtbStatus, RegisterReading } from './ar2418-document'

const NONE = -1

export function createRegisterReadings(): GrowingList<RegisterReading> {
  const [taken, targets, offsets] = [
    createNumberColumn('real'),
    createNumberColumn('real'),
    createNumberColumn('whole')
  ]
  const [values, statuses] = [createBigColumn(), createNumberColumn('whole')]
  const [estimates, lines] = [createNumberColumn('whole'), createNumberColumn('whole')]
  const list = listOver<RegisterReading>(
    () => taken.length,
    (index) => {
      const target = targets.at(index) ?? NONE
      return {
        captured: toUtcSeconds(taken.at(index) ?? 0),
        target: target === NONE ? null : toUtcSeconds(target),
        offset: offsets.at(index) ?? 0,
        value: values.at(index) ?? 0n,
        status: (statuses.at(index) ?? 0) as PtbStatus,
        isEstimate: estimates.at(index) === 1,
        line: lines.at(index) ?? 0
      }
    }
  )
  return growing(list, (reading) => {
    taken.push(reading.captured)
    targets.push(reading.target ?? NONE)
    offsets.push(reading.offset)
    values.push(reading.value)
    statuses.push(reading.status)
    estimates.push(reading.isEstimate ? 1 : 0)
    lines.push(reading.line)
  })
}
