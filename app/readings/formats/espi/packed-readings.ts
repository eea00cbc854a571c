/** Readings of a Green Button file in its order, packed: a year of minutes is half a million of them. */

import { type GrowingList, listOver } from '../lists/item-list'
import { createBigColumn, createNumberColumn } from '../lists/number-column'
import { growing } from '../lists/reading-list'
import type { EspiReading } from './espi-document'

const NONE = -1

export function createEspiReadings(): GrowingList<EspiReading> {
  const [starts, seconds, values] = [createNumberColumn('real'), createNumberColumn('whole'), createBigColumn()]
  const [qualities, lines] = [createNumberColumn('real'), createNumberColumn('whole')]
  const list = listOver<EspiReading>(
    () => starts.length,
    (index) => {
      const quality = qualities.at(index) ?? NONE
      return {
        start: starts.at(index) ?? 0,
        seconds: seconds.at(index) ?? 0,
        value: values.at(index) ?? 0n,
        quality: quality === NONE ? null : quality,
        line: lines.at(index) ?? 0
      }
    }
  )
  return growing(list, (reading) => {
    starts.push(reading.start)
    seconds.push(reading.seconds)
    values.push(reading.value)
    qualities.push(reading.quality ?? NONE)
    lines.push(reading.line)
  })
}
