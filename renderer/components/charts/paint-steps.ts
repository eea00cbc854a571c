/** Energy is a step, never a curve: the usual band with its median, and the period that is compared with. */

import type { Values } from './bar-scene'
import type { Paint } from './paint'

export function paintUsual(paint: Paint): void {
  const { context, scene, palette } = paint
  if (!scene.usual) return
  const { low, median, high } = scene.usual
  context.fillStyle = palette.usual
  for (let index = 0; index < scene.count; index++) {
    const from = low[index]
    const to = high[index]
    if (from === null || from === undefined || to === null || to === undefined) continue
    const left = paint.x(index)
    context.fillRect(left, paint.y(to), paint.x(index + 1) - left, paint.y(from) - paint.y(to))
  }
  stroke(paint, median, palette['usual-line'], 1.5)
}

export function paintCompare(paint: Paint): void {
  if (paint.scene.compare) stroke(paint, paint.scene.compare, paint.palette.compare, 1.25)
}

function stroke(paint: Paint, values: Values, colour: string, width: number): void {
  const { context } = paint
  context.beginPath()
  let open = false
  for (let index = 0; index < paint.scene.count; index++) {
    const value = values[index]
    if (value === null || value === undefined) {
      open = false
      continue
    }
    const y = paint.y(value)
    if (open) context.lineTo(paint.x(index), y)
    else context.moveTo(paint.x(index), y)
    context.lineTo(paint.x(index + 1), y)
    open = true
  }
  context.lineWidth = width
  context.strokeStyle = colour
  context.stroke()
}
