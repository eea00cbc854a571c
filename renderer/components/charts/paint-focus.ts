/** The chosen bar: an accent ring with a gap of paper, and a dotted line through the plots. */

import { type Paint, hairline } from './paint'

export function paintGuide(paint: Paint): void {
  if (paint.focused === null) return
  const x = paint.x(paint.focused) + paint.geometry.pitch / 2
  const top = paint.scene.ruler ? paint.top - 14 : 0
  const bottom = paint.scene.ruler?.centred ? paint.bottom : paint.geometry.height
  hairline(paint, paint.palette.ink, [x, top], [x, bottom], [2, 3])
}

export function paintFocus(paint: Paint): void {
  const { context, palette, scene, focused, geometry } = paint
  // A plot without a ruler hangs below another, which shows the ring.
  if (focused === null || !scene.ruler) return
  const up = scene.up[focused] ?? 0
  const down = scene.down[focused] ?? 0
  const left = paint.x(focused) + (geometry.pitch - geometry.barWidth) / 2
  const top = Math.min(paint.y(up), paint.y(0) - 1)
  const bottom = Math.max(paint.y(-down), paint.y(0) + 1)
  ring(context, palette.paper, 1.5, 2.5, [left, top, geometry.barWidth, bottom - top])
  ring(context, palette.accent, 3, 2, [left, top, geometry.barWidth, bottom - top])
}

function ring(
  context: CanvasRenderingContext2D,
  colour: string,
  distance: number,
  width: number,
  [x, y, w, h]: [number, number, number, number]
): void {
  context.beginPath()
  context.lineWidth = width
  context.strokeStyle = colour
  context.roundRect(x - distance, y - distance, w + 2 * distance, h + 2 * distance, 2.5)
  context.stroke()
}
