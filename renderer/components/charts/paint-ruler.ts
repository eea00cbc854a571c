/** The x axis is a ruler: a short stroke per quarter hour, a long one per hour, a number every few hours. */

import { type Paint, font, hairline } from './paint'

export function paintRuler(paint: Paint): void {
  const { scene, palette, geometry, context } = paint
  hairline(paint, palette['ink-3'], [0, paint.y(0)], [paint.right, paint.y(0)])
  if (!scene.ruler) return
  const { isLong, marks, centred } = scene.ruler
  const top = paint.bottom
  for (let index = 0; index <= scene.count; index++) {
    const x = Math.min(paint.x(index), paint.right - 1)
    const long = isLong(index)
    hairline(paint, long ? palette['ink-3'] : palette['line-2'], [x, top], [x, top + (long ? 8 : 4) * geometry.scale])
  }
  context.font = font(paint)
  context.fillStyle = palette['ink-3']
  context.textBaseline = 'alphabetic'
  for (const mark of marks) {
    const x = paint.x(mark.at) + (centred ? geometry.pitch / 2 : 0)
    context.textAlign = centred ? 'center' : mark.at === 0 ? 'left' : mark.at >= scene.count ? 'right' : 'center'
    context.fillText(mark.text, x, top + 24 * geometry.scale)
  }
}

/** The hour that is missing or occurs twice. */
export function paintJump(paint: Paint): void {
  const { scene, palette, geometry, context } = paint
  if (!scene.jump) return
  const x = paint.x(scene.jump.at)
  hairline(paint, palette['ink-3'], [x, paint.top], [x, paint.bottom], [4, 3])
  context.font = font(paint)
  context.fillStyle = palette['ink-2']
  context.textAlign = 'left'
  context.textBaseline = 'alphabetic'
  context.fillText(scene.jump.text, x + 6, paint.top + 12 * geometry.scale)
}
