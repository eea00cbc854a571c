/** A small open diamond above a bar that another source contradicts: nothing was overwritten, somebody said otherwise. */

import type { Paint } from './paint'

const RADIUS = 4

export function paintMarks(paint: Paint): void {
  const { context, scene, palette, geometry } = paint
  scene.marked.forEach((isMarked, index) => {
    if (!isMarked) return
    const radius = RADIUS * geometry.scale
    const x = Math.round(paint.x(index) + geometry.pitch / 2)
    const y = Math.max(paint.top + radius + 1, paint.y(scene.up[index] ?? 0) - radius - 5 * geometry.scale)
    context.beginPath()
    context.moveTo(x, y - radius)
    context.lineTo(x + radius, y)
    context.lineTo(x, y + radius)
    context.lineTo(x - radius, y)
    context.closePath()
    context.fillStyle = palette.paper
    context.fill()
    context.lineWidth = 1.5
    context.strokeStyle = palette.ink
    context.stroke()
  })
}
