/** Numbers of the axis right of the plot, each beside its line. */

import { type Paint, words } from './paint'

const GAP = 8
/** From the middle of a line of figures to its foot. */
const FOOT = 4

export function paintBeside(paint: Paint): void {
  const { scene, geometry, palette } = paint
  if (scene.axisSide !== 'beside') return
  const highest = Math.max(...scene.axis.lines)
  for (const value of scene.axis.lines) {
    const text = scene.axisText(Math.abs(value), value === highest)
    words(paint, text, paint.right + GAP * geometry.scale, paint.y(value) + FOOT * geometry.scale, {
      colour: palette['ink-3']
    })
  }
}
