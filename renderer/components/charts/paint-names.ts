/** Names stand at the data instead of in a legend. */

import type { Values } from './bar-scene'
import { type Paint, font, words } from './paint'

export function paintNames(paint: Paint): void {
  const { names, up, down } = paint.scene
  const scale = paint.geometry.scale
  if (paint.scene.unit) words(paint, paint.scene.unit, 0, 12 * scale, { colour: paint.palette['ink-3'] })
  if (names.up) {
    const peak = highest(up)
    if (peak) beside(paint, names.up, up, peak, Math.min(paint.y(peak.value) + 16 * scale, paint.y(0) - 24 * scale))
  }
  if (names.down) {
    const peak = highest(down)
    const high = down.map((value) => (value ?? 0) > (peak?.value ?? 0) * 0.35)
    if (peak) beside(paint, names.down, down, { ...peak, index: high.lastIndexOf(true) }, paint.bottom - 20 * scale)
  }
  if (names.usual && paint.scene.usual) nameUsual(paint, names.usual)
}

type Peak = { readonly index: number; readonly value: number }

function highest(values: Values): Peak | null {
  let peak: Peak | null = null
  for (const [index, value] of values.entries()) {
    if (value !== null && value > 0 && (!peak || value > peak.value)) peak = { index, value }
  }
  return peak
}

/** Right of the peak, past the bars that stand as high; left of it where the right edge is near. */
function beside(paint: Paint, text: string, values: Values, peak: Peak, y: number): void {
  let after = peak.index + 1
  while (after < paint.scene.count && (values[after] ?? 0) > peak.value * 0.5) after++
  paint.context.font = font(paint)
  const width = paint.context.measureText(text).width
  const left = pastNow(paint, paint.x(after) + 8, width)
  if (left + width + 2 < paint.right) {
    words(paint, text, left, y)
    return
  }
  let before = peak.index
  while (before > 0 && (values[before - 1] ?? 0) > peak.value * 0.5) before--
  words(paint, text, paint.x(before) - 8, y, { align: 'right' })
}

/** Words do not stand across the line of the present. */
function pastNow(paint: Paint, left: number, width: number): number {
  const now = paint.scene.now ? paint.x(paint.scene.now.at) : -1
  return now > left - 4 && now < left + width + 4 ? now + 8 : left
}

/** At the right edge, above the band there. */
function nameUsual(paint: Paint, text: string): void {
  const high = paint.scene.usual?.high ?? []
  paint.context.font = font(paint)
  const bars = Math.ceil(paint.context.measureText(text).width / paint.geometry.pitch)
  const top = high.slice(-bars).reduce<number>((most, value) => Math.max(most, value ?? 0), 0)
  words(paint, text, paint.right, paint.y(top) - 8 * paint.geometry.scale, { align: 'right' })
}
